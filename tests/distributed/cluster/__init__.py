"""A search cluster of three real nodes on this machine.

pom.xml            the server's jars, as its makers publish them
ClusterMain.java   one node, that lives as long as whoever started it
jars               fetched once by Maven, and kept in the user's cache
nodes              started, waited for, killed and stopped
"""
