import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * One node of a cluster for tests: ClusterMain HOME NAME HTTP_PORT NAME=TRANSPORT_PORT...
 *
 * The node says "started" on standard output, and lives until standard input ends: with whoever started it.
 */
final class ClusterMain {
    private static final String HERE = "127.0.0.1";

    /** A node that may be built without the server's own launcher and its checks of the machine. */
    private static final class TestNode extends Node {
        TestNode(Environment environment, Collection<Class<? extends Plugin>> plugins) {
            super(environment, plugins, true);
        }

        @Override
        protected void configureNodeAndClusterIdStateListener(ClusterService service) {
            // It sets what logs are marked with, for a whole process; nothing here reads it.
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        String name = arguments[1];
        Map<String, String> ports = Stream.of(arguments)
            .skip(3)
            .map(each -> each.split("="))
            .collect(Collectors.toMap(each -> each[0], each -> each[1]));
        Settings settings = Settings.builder()
            .put("path.home", home)
            .put("cluster.name", "minutes-test")
            .put("node.name", name)
            .put("network.host", HERE)
            .put("http.port", arguments[2])
            .put("transport.port", ports.get(name))
            .putList("discovery.seed_hosts", ports.values().stream().map(port -> HERE + ":" + port).toList())
            .putList("cluster.initial_cluster_manager_nodes", List.copyOf(ports.keySet()))
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("node.store.allow_mmap", false)
            .build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            settings, Map.of(), home.resolve("config"), () -> name);
        try (TestNode node = new TestNode(environment, List.of(Netty4Plugin.class, CommonAnalysisPlugin.class))) {
            node.start();
            System.out.println("started");
            while (System.in.read() >= 0) {
                // Nothing is expected but the end.
            }
        }
        System.exit(0);
    }
}
