"""What every engine promises."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive.errors import QueryError
from indexer.model import FACETS, Document, Engine, Query, Results
from tests.indexer.conftest import Finds
from tests.indexer.made import document

HOMES = "Housing, rents and homes"
NEWER = ("council", "decision", "stage", "attachment")


def test_a_new_index_is_empty_and_answers(engine: Engine) -> None:
    assert (engine.cursor(), engine.count()) == (0, 0)
    answer = engine.search(Query("bridge", kinds=("decision",)))
    assert (answer.total, answer.hits) == (0, ())
    assert [(facet.value, facet.count) for facet in answer.facets["kind"]] == [("decision", 0)]


def test_a_document_comes_back_as_it_was_put_in(engine: Engine) -> None:
    put = document(
        text="Agreed: £5 “each”\nNoted Ynys Môn", topics=["Licensing, late"], kind="action"
    )._replace(
        owner="Officers",
        due="in June",
        decision_kind="noted",
        procedural=True,
        complete=False,
        stage="draft minutes",
        has_attachments=True,
    )
    engine.replace([put.meeting], [put], 7)
    assert engine.search(Query("")).hits[0].document == put
    assert (engine.cursor(), engine.count()) == (7, 1)


def test_a_reopened_index_holds_what_was_put_in(opener: Callable[[Path], Engine], tmp_path: Path) -> None:
    opener(tmp_path).replace([], [document()], 3)
    again = opener(tmp_path)
    assert (again.cursor(), again.count(), again.search(Query("bridge")).total) == (3, 1, 1)


def test_a_meeting_is_replaced_whole(engine: Engine) -> None:
    old = [document(str(n), meeting="salt/9") for n in range(3)]
    engine.replace(["salt/9"], [*old, document("5", meeting="salt/5")], 1)
    engine.replace(["salt/9"], [document("7", "A new text.", meeting="salt/9")], 2)
    assert [hit.document.id for hit in engine.search(Query("", sort="oldest")).hits] == [
        "salt/5/5",
        "salt/9/7",
    ]


def test_a_meeting_without_documents_is_taken_out(engine: Engine) -> None:
    engine.replace(["salt/1"], [document("1")], 1)
    engine.replace(["salt/1"], [], 2)
    assert (engine.count(), engine.cursor(), engine.search(Query("bridge")).total) == (0, 2, 0)


def test_the_same_batch_twice_leaves_the_same_index(engine: Engine) -> None:
    batch = [document(str(n), f"Report {n} on the bridge") for n in range(5)]
    meetings = [each.meeting for each in batch]
    engine.replace(meetings, batch, 4)
    before = _without_time(engine.search(Query("bridge")))
    engine.replace(meetings, batch, 4)
    after = _without_time(engine.search(Query("bridge")))
    assert engine.count() == 5
    assert [hit.document for hit in after.hits] == [hit.document for hit in before.hits]
    assert (after.total, after.facets) == (before.total, before.facets)


def test_a_replace_that_fails_leaves_the_index_as_it_was(engine: Engine) -> None:
    engine.replace([], [document("1")], 1)

    def breaking() -> Iterator[Document]:
        yield document("2")
        raise OSError("the archive went away")

    broken = document("3")._replace(title=None)  # type: ignore[arg-type]  # what no reader would write
    with pytest.raises(OSError, match="went away"):
        engine.replace(["salt/1"], breaking(), 2)
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever the engine says of it
        engine.replace(["salt/1"], [document("2"), broken, broken._replace(text=7)], 2)  # type: ignore[arg-type]
    assert (engine.cursor(), engine.count()) == (1, 1)
    engine.replace([], [document("4")], 2)  # and it can be written again
    assert (engine.cursor(), engine.count()) == (2, 2)


def test_a_first_replace_that_is_cut_short_can_be_done_again(
    opener: Callable[[Path], Engine], tmp_path: Path
) -> None:
    def breaking() -> Iterator[Document]:
        yield document("1")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        opener(tmp_path).replace([], breaking(), 1)
    again = opener(tmp_path)
    assert (again.cursor(), again.count()) == (0, 0)
    again.replace([], [document("1")], 1)
    assert (again.cursor(), again.count()) == (1, 1)


def test_another_engine_on_the_same_folder_sees_a_commit_at_once(
    opener: Callable[[Path], Engine], tmp_path: Path
) -> None:
    writer, reader = opener(tmp_path), opener(tmp_path)
    assert reader.search(Query("")).total == 0
    for revision in (1, 2, 3):
        writer.replace([], [document(str(revision))], revision)
        assert (reader.search(Query("")).total, reader.cursor()) == (revision, revision)


def test_threads_search_while_a_writer_commits_and_see_whole_commits_only(engine: Engine) -> None:
    def batch(revision: int) -> list[Document]:
        return [document(str(n), f"the bridge at stage {revision}", meeting="salt/1") for n in range(6)]

    engine.replace(["salt/1"], batch(0), 1)
    seen: list[set[str]] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def reading() -> None:
        try:
            while not done.is_set():
                answer = engine.search(Query('"the bridge" stage'))
                assert answer.total == 6
                seen.append({hit.document.text for hit in answer.hits})
        except BaseException as error:  # told below, in the thread that can fail the test
            errors.append(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # threads that take turns this often show a shared file position
    threads = [threading.Thread(target=reading) for _ in range(6)]
    try:
        for thread in threads:
            thread.start()
        for revision in range(1, 12):
            engine.replace(["salt/1"], batch(revision), revision + 1)
    finally:
        done.set()
        for thread in threads:
            thread.join()
        sys.setswitchinterval(interval)
    assert errors == []
    assert len(seen) > 10
    assert all(len(texts) == 1 for texts in seen)


def test_an_empty_query_lists_everything_newest_first(finds: Finds) -> None:
    days = {"a": date(2022, 5, 1), "b": date(2024, 1, 2), "c": date(2023, 7, 7), "d": date(2024, 1, 2)}
    assert finds([document(key, day=day) for key, day in days.items()], "") == ["b", "d", "c", "a"]


def test_newest_and_oldest_order_by_day_and_then_by_id(engine: Engine) -> None:
    days = {"a": date(2022, 5, 1), "b": date(2024, 1, 2), "c": date(2024, 1, 2)}
    engine.replace([], [document(key, day=day) for key, day in days.items()], 1)
    assert _keys(engine.search(Query("bridge", sort="newest"))) == ["b", "c", "a"]
    assert _keys(engine.search(Query("bridge", sort="oldest"))) == ["a", "b", "c"]


def test_a_title_weighs_more_than_the_text(finds: Finds) -> None:
    found = finds(
        [
            document("text", "The ferry was noted.", title="Other matters"),
            document("title", "It was noted today.", title="Ferry service"),
        ],
        "ferry",
    )
    assert found == ["title", "text"]


def test_words_side_by_side_as_typed_come_before_words_apart(finds: Finds) -> None:
    put = [
        document(
            "apart", "Parking was raised by three members. The permits were noted by others.", title="A"
        ),
        document(
            "beside", "It was noted by three members who were there. Parking permits were raised.", title="B"
        ),
    ]
    assert finds(put, "parking permits") == ["beside", "apart"]


def test_a_procedural_item_sinks_unless_it_is_asked_for(finds: Finds) -> None:
    put = [
        document("absent", "The ferry.", title="Apologies for absence")._replace(procedural=True),
        document(
            "item", "Apologies for the late ferry were given by the firm, and an absence of boats.", title="A"
        ),
    ]
    assert finds(put, "ferry") == ["item", "absent"]
    assert finds(put, "apologies absence") == ["absent", "item"]


def test_equals_by_score_stand_newest_first(finds: Finds) -> None:
    days = {"old": date(2020, 1, 1), "new": date(2024, 1, 1), "mid": date(2022, 1, 1)}
    assert finds([document(key, day=day) for key, day in days.items()], "bridge") == ["new", "mid", "old"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("plan", {"policy", "plans"}),  # planning, plans: one stem
        ('"plans"', {"plans"}),
        ('"expenses"', {"money"}),  # their stem is one: only quotes tell them apart
        ('"expensive"', {"dear"}),
        ('"part 2"', {"part"}),
        ("“to be or not to be”", {"play"}),
        ('"of the"', {"part"}),
        ("s.106", {"policy"}),
        ("106", {"policy"}),
        ("APP/20/00231", {"part"}),
        ("£640,000", {"money"}),
        ("640000", {"money"}),
        ("2023/24", {"money"}),
        ("2023/25", set()),
        ("COVID-19", {"dear"}),
        ("O’Connor", {"dear"}),
        ("o'connor", {"dear"}),
        ("O'Con*", {"dear"}),
        ("CR&E/24/007", {"part"}),
        ("CR&E/24/008", set()),
        ("640,000", {"money"}),
        ("£640,000.00", set()),
        ("expens*", {"money", "dear"}),
        ("expensi*", {"dear"}),
        ("EXPENSI*", {"dear"}),
        ("title:expens*", set()),
        ("covid near/2 19", {"dear"}),
        ("expensive near/2 covid", {"dear"}),
        ("covid near/2 expensive", {"dear"}),
        ("expensive near/1 covid", set()),
        ("expenses near/2 year", {"money"}),  # a line break counts as a word
        ("schedules near/1 parts", set()),
        ("schedules near/3 parts", set()),
        ("schedules near/4 parts", {"part"}),  # in any form
        ('"part 2" near/3 schedule', {"part"}),
        ('"parts 2" near/3 schedule', set()),
        ("expensive near/5 zebra", set()),
        ("Llanelli", {"play"}),
        ("llanelli's", {"play"}),
        ("ynys mon", {"play"}),
        ("cafe", {"play"}),
        ('"noted. Agreed"', {"money"}),  # a phrase may cross a full stop
        ('"year expenses"', set()),  # but not reach from one passage into the next
    ],
)
def test_words_and_references_are_found_as_typed(finds: Finds, typed: str, found: set[str]) -> None:
    corpus = [
        document("policy", "Planning gain under s.106 was noted.", title="A"),
        document("plans", "Two plans", title="B"),
        document("money", "Noted. Agreed £640,000 for the 2023/24 year\nExpenses of members", title="C"),
        document("dear", "Too expensive since COVID-19, said Cllr O'Connor", title="D"),
        document("part", "Part 2 of the schedule, APP/20/00231 and CR&E/24/007", title="E"),
        document("play", "To be or not to be: Llanelli’s café and Ynys Môn", title="F"),
    ]
    assert set(finds(corpus, typed)) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bridge ferry", {"both"}),
        ("bridge OR ferry", {"both", "bridge", "ferry"}),
        ("bridge -ferry", {"bridge"}),
        ("-ferry", {"bridge", "neither"}),
        ("-ferry -bridge", {"neither"}),
        ("(bridge OR ferry) -(bridge ferry)", {"bridge", "ferry"}),
        ("NOT bridge OR ferry", {"both", "ferry", "neither"}),
        ("title:tolls", {"both"}),
        ("tolls", {"both", "bridge"}),
        ("board:harbour", {"both", "bridge"}),
        ('board:"tree panel"', {"neither"}),
        ("board:panel -board:tree", set()),
        ("kind:decision", {"ferry"}),
        ("kind:minutes", set()),
        ("topic:housing", {"bridge"}),
        ('topic:"rents and homes"', {"bridge"}),
        ("since:2022", {"both", "neither"}),
        ("until:2021-06", {"bridge", "ferry"}),
        ("since:2021-06-30 until:2022-01", {"ferry", "both"}),
        ("bridge -since:2022", {"bridge"}),
        ("number:59", {"ferry"}),
        ("number:77/21", {"bridge"}),
        ("number:77", set()),
        ("number:6i -number:59", {"both"}),
        ("on:2021-06", {"bridge", "ferry"}),
        ("on:2021-06-30", {"ferry"}),
        ("on:2022 -title:zebra", {"both"}),
        ("-on:2021", {"both", "neither"}),
        ("-(bridge near/5 ferry)", {"bridge", "ferry", "neither"}),
        ("fer* OR dredg*", {"both", "ferry", "neither"}),
        ("?!", set()),
    ],
)
def test_every_operator_and_field_narrows_as_it_says(finds: Finds, typed: str, found: set[str]) -> None:
    corpus = [
        document("both", "bridge and ferry", title="Tolls", day=date(2022, 1, 31)),
        document("bridge", "bridge tolls", title="A", day=date(2021, 6, 1), topics=[HOMES]),
        document("ferry", "ferry", title="B", board="Cabinet", day=date(2021, 6, 30), kind="decision"),
        document("neither", "dredging", title="C", board="Tree Panel", day=date(2023, 1, 1)),
    ]
    numbers = ("6i", "77/21", "59.", "")
    numbered = [each._replace(number=number) for each, number in zip(corpus, numbers, strict=True)]
    assert set(finds(numbered, typed)) == found


def test_several_values_of_a_filter_are_alternatives_and_filters_all_hold(engine: Engine) -> None:
    _fill_for_facets(engine)
    assert _keys(engine.search(Query("", boards=("Cabinet", "Tree Panel")))) == ["c", "d", "b"]
    assert _keys(engine.search(Query("", boards=("Cabinet", "Tree Panel"), years=(2022,)))) == ["b"]
    assert _keys(engine.search(Query("", since=date(2023, 1, 1), until=date(2023, 12, 31)))) == ["c", "d"]
    assert _keys(engine.search(Query("", topics=("Housing",), kinds=("item",)))) == ["a"]


def test_a_facets_own_selection_does_not_narrow_its_own_counts(engine: Engine) -> None:
    _fill_for_facets(engine)
    facets = engine.search(Query("", boards=("Cabinet",))).facets
    assert [(each.value, each.count, each.selected) for each in facets["board"]] == [
        ("Cabinet", 2, True),
        ("Harbour Board", 1, False),
        ("Tree Panel", 1, False),
    ]
    assert [(each.value, each.count) for each in facets["year"]] == [("2023", 1), ("2022", 1)]
    assert [(each.label, each.count) for each in facets["kind"]] == [("Decision", 1), ("Item", 1)]
    assert [(each.value, each.count) for each in facets["topic"]] == [("Housing", 1), ("Trees, parks", 1)]


def test_a_chosen_value_without_matches_is_shown_with_nought(engine: Engine) -> None:
    _fill_for_facets(engine)
    answer = engine.search(Query("", boards=("Moon Board",), years=(1999,)))
    assert answer.total == 0
    assert [(each.value, each.count, each.selected) for each in answer.facets["board"]] == [
        ("Moon Board", 0, True)
    ]
    assert [(each.value, each.count) for each in answer.facets["year"]] == [("1999", 0)]


def test_years_and_months_stand_newest_first_with_the_name_of_the_month(engine: Engine) -> None:
    _fill_for_facets(engine)
    facets = engine.search(Query("", years=(2022,))).facets
    assert [(each.value, each.count) for each in facets["year"]] == [("2023", 2), ("2022", 2)]
    assert [(each.value, each.label, each.count) for each in facets["month"]] == [
        ("2022-02", "February 2022", 1),
        ("2022-01", "January 2022", 1),
    ]
    assert _keys(engine.search(Query("", months=("2022-01", "2023-01")))) == ["c", "d", "b"]


def test_councils_decisions_stages_and_attachments_are_counted_as_readers_know_them(engine: Engine) -> None:
    engine.replace([], _of_two_councils(), 1)
    facets = engine.search(Query("")).facets
    assert {facet: [(each.value, each.label, each.count) for each in facets[facet]] for facet in NEWER} == {
        "council": [("salt", "Saltmarsh District Council", 3), ("fen", "Fenmoor Town Council", 1)],
        "decision": [("noted", "Noted", 2), ("not carried", "Not carried", 1)],
        "stage": [("minutes", "Minutes", 2), ("agenda", "Agenda only", 1), ("cancelled", "Cancelled", 1)],
        "attachment": [("without", "Without attachment", 3), ("with", "With attachment", 1)],
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(councils=("fen",)), {"d"}),
        (Query(councils=("fen", "salt")), {"a", "b", "c", "d"}),
        (Query(decisions=("noted",)), {"a", "b"}),
        (Query(decisions=("noted", "not carried")), {"a", "b", "c"}),
        (Query(stages=("agenda", "cancelled")), {"a", "d"}),
        (Query(attachments=("with",)), {"b"}),
        (Query(attachments=("with", "without")), {"a", "b", "c", "d"}),
        (Query(decisions=("noted",), stages=("minutes",)), {"b"}),
        (Query(councils=("moon",)), set()),
    ],
    ids=lambda each: "" if isinstance(each, Query) else "".join(sorted(each)),
)
def test_each_newer_facet_is_a_filter(engine: Engine, query: Query, found: set[str]) -> None:
    engine.replace([], _of_two_councils(), 1)
    assert set(_keys(engine.search(query))) == found


@pytest.mark.parametrize(
    ("facet", "query"),
    [
        ("council", Query(councils=("fen",))),
        ("decision", Query(decisions=("not carried",))),
        ("stage", Query(stages=("agenda",))),
        ("attachment", Query(attachments=("with",))),
    ],
    ids=NEWER,
)
def test_a_newer_facets_own_selection_does_not_narrow_its_own_counts_either(
    engine: Engine, facet: str, query: Query
) -> None:
    engine.replace([], _of_two_councils(), 1)
    narrowed = engine.search(query)
    assert narrowed.total == 1
    whole = engine.search(Query("")).facets[facet]
    shown = narrowed.facets[facet]
    assert [(each.value, each.count) for each in shown] == [(each.value, each.count) for each in whole]
    assert [each.count for each in shown if each.selected] == [1]


def test_a_council_is_called_by_its_name_whichever_segment_its_documents_lie_in(engine: Engine) -> None:
    for revision, each in enumerate(_of_two_councils(), 1):
        engine.replace([], [each], revision)
    facet = engine.search(Query("", councils=("fen", "moon"))).facets["council"]
    assert [(each.label, each.count, each.selected) for each in facet] == [
        ("Saltmarsh District Council", 3, False),
        ("Fenmoor Town Council", 1, True),
        ("moon", 0, True),
    ]


def test_only_the_facets_asked_for_are_counted(engine: Engine) -> None:
    assert list(engine.search(Query("", facets=("kind",))).facets) == ["kind"]
    _fill_for_facets(engine)
    whole = engine.search(Query("bridge", boards=("Cabinet",)))
    some = engine.search(Query("bridge", boards=("Cabinet",), facets=("year", "board")))
    assert list(whole.facets) == list(FACETS)
    assert some.facets == {name: whole.facets[name] for name in ("year", "board")}
    assert (some.total, some.hits) == (whole.total, whole.hits)
    assert engine.search(Query("", facets=())).facets == {}


def test_a_facet_that_there_is_not_is_refused_by_naming_those_there_are(engine: Engine) -> None:
    with pytest.raises(QueryError, match="no facet “colour”: the facets are council, board"):
        engine.search(Query("", facets=("board", "colour")))


def test_every_result_is_on_one_page_and_a_page_past_the_last_says_so(engine: Engine) -> None:
    engine.replace([], [document(f"{n:02}") for n in range(23)], 1)
    pages = [engine.search(Query("bridge", page=page, size=10)) for page in (1, 2, 3)]
    assert [len(answer.hits) for answer in pages] == [10, 10, 3]
    assert len({hit.document.id for answer in pages for hit in answer.hits}) == 23
    past = engine.search(Query("bridge", page=10_000, size=10))
    assert (past.total, past.hits, past.pages) == (23, (), 3)
    assert past.notes == ("Page 10,000 is past the last, 3.",)


@pytest.mark.parametrize(("page", "size"), [(0, 20), (-1, 20), (1, 0), (1, 1001), (1, -5)])
def test_a_page_that_cannot_be_is_refused(engine: Engine, page: int, size: int) -> None:
    with pytest.raises(QueryError):
        engine.search(Query("", page=page, size=size))


def test_every_word_is_known_in_its_exact_form_with_how_many_documents_have_it(engine: Engine) -> None:
    assert engine.words() == {}
    engine.replace([], [document("1", "Two tolls"), document("2", "A toll", title="Quay")], 1)
    assert engine.words() == {"harbour": 1, "bridge": 1, "quay": 1, "two": 1, "tolls": 1, "a": 1, "toll": 1}


def test_when_the_filters_leave_nothing_that_is_told(engine: Engine) -> None:
    engine.replace([], [document("1", "tolls"), document("2", "tolls")], 1)
    notes = engine.search(Query("tolls", boards=("Cabinet",))).notes
    assert notes == ("2 documents match what was typed, but none the chosen filters and dates.",)


def test_the_answer_says_how_the_query_was_understood(engine: Engine) -> None:
    answer = engine.search(Query("the tolls OR )"))
    assert answer.understood == "“tolls”"
    assert len(answer.notes) == 3


@pytest.mark.parametrize(
    "typed",
    [
        "word " * 200,
        "(" * 5000 + "bridge",
        '"' * 999,
        "a" * 1_000_000,
        "-" * 50_000,
        "bridge OR " * 9999,
        "b*",
        "*",
        "br* " * 200,
        "bridge near/9999 bridge",
        "bridge near/5 " * 500,
        "\0\ud800",
    ],
)
def test_hostile_queries_are_answered(engine: Engine, typed: str) -> None:
    engine.replace([], [document()], 1)
    assert engine.search(Query(typed)).took_ms < 2_000


def test_a_document_that_is_no_document_is_never_found(engine: Engine) -> None:
    engine.replace([], [document("1", title="one", text="two")], 1)
    for typed in ("", "-zebra", "-zebra OR two", "#cursor OR cursor OR 1", "since:1900"):
        assert engine.search(Query(typed)).total <= 1


def test_a_snippet_marks_what_was_found(engine: Engine) -> None:
    engine.replace([], [document("1", "The ferries and the Harbour Bridge were noted.")], 1)
    (hit,) = engine.search(Query('ferry "harbour bridge"')).hits
    assert "".join(piece.text for piece in hit.snippet) == "The ferries and the Harbour Bridge were noted."
    assert [piece.text for piece in hit.snippet if piece.matched] == ["ferries", "Harbour Bridge"]


def test_a_hit_comes_back_with_its_anchors_and_opens_at_the_passage_that_was_found(engine: Engine) -> None:
    put = document("1", "The toll was kept.\nThe ferries ran.")._replace(anchors=("item-1-pa", "item-1-pb"))
    engine.replace([], [put], 1)
    (hit,) = engine.search(Query("ferry")).hits
    assert hit.document == put
    assert (hit.anchor, hit.url) == ("item-1-pb", "/salt/1#item-1-pb")
    (listed,) = engine.search(Query("")).hits
    assert (listed.anchor, listed.url) == ("", put.url)


def test_an_item_is_found_by_its_attached_file_but_after_one_that_says_it_itself(finds: Finds) -> None:
    put = [
        document("file", "The report was noted.", attached=["Of lamps.", "A ferry to the quay. " * 50]),
        document("own", "The ferry was late."),
        document("none", "The report was noted."),
    ]
    assert finds(put, "ferry") == ["own", "file"]
    assert finds(put, '"to the quay"') == ["file"]
    assert finds(put, "title:ferry") == []
    assert finds(put, "noted -lamp") == ["none"]
    assert finds(put, "noted lamp quay") == ["file"]


def test_a_document_comes_back_with_its_files_and_the_snippet_names_the_one_that_was_found(
    engine: Engine,
) -> None:
    put = document("1", "The report was noted.", attached=["Of lamps.", "A ferry to the quay."])
    engine.replace([], [put], 1)
    (hit,) = engine.search(Query("ferry")).hits
    assert hit.document == put
    assert hit.snippet[0].text == "In the document “Appendix 2”: "


def _fill_for_facets(engine: Engine) -> None:
    engine.replace(
        [],
        [
            document("a", topics=["Housing"], day=date(2022, 2, 2)),
            document(
                "b",
                board="Cabinet",
                kind="decision",
                topics=["Housing", "Trees, parks"],
                day=date(2022, 1, 1),
            ),
            document("c", board="Cabinet", day=date(2023, 1, 2)),
            document("d", board="Tree Panel", day=date(2023, 1, 1)),
        ],
        1,
    )


def _of_two_councils() -> list[Document]:
    return [
        document("a", kind="decision")._replace(decision_kind="noted", stage="agenda"),
        document("b", attached=["A plan."])._replace(decision_kind="noted", stage="minutes"),
        document("c", kind="decision")._replace(decision_kind="not carried", stage="minutes"),
        document("d", council="fen")._replace(stage="cancelled"),
    ]


def _keys(answer: Results) -> list[str]:
    return [hit.document.id.rsplit("/", 1)[1] for hit in answer.hits]


def _without_time(answer: Results) -> Results:
    return replace(answer, took_ms=0.0)
