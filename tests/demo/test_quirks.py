"""Each quirk of real installs, and the page of the sample that shows it."""

# ruff: noqa: E501 - a table is read by its rows

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from tests.demo.ask import get, page, words_of
from web.demo import Site, sample
from web.demo.council import Item, Line, Meeting
from web.demo.word import cut, word_block, words

COUNCIL = sample()
ITEMS = [(m, i) for m in COUNCIL.meetings for i in m.items]


def address(meeting: Meeting) -> str:
    return f"ieListDocuments.aspx?CId={meeting.board.id}&MId={meeting.id}&Ver=4"


def meeting_where(test: Callable[[Meeting], bool]) -> str:
    return address(next(m for m in COUNCIL.meetings if test(m)))


def item_where(test: Callable[[Item], bool]) -> str:
    return address(next(m for m, i in ITEMS if test(i)))


BOARDS = "mgListCommittees.aspx"
LIST = "ieListMeetings.aspx?CId={}"
QUIRKS = [
    ("a list item outside any list, closed as another tag", BOARDS, r'<li><a href="[^"]*">[^<]*</b>'),
    ("categories above the boards", BOARDS, r'<h2 class="mgSectionTitle">Cabinet &#38; Executive</h2>'),
    ("a board's name with a dash in it", BOARDS, r"Communities Board - Overview and Scrutiny</a>"),
    ("a board's name with brackets in it", BOARDS, r"Committee &#40;Saltmarsh and the Islands&#41;</a>"),
    ("entities for spaces in attributes", BOARDS, r'title="Link&#32;to&#32;details&#32;for&#32;'),
    ("plain text after the link of a meeting", LIST.format(228), r"</a> - Agenda, Decisions, Minutes</li>"),
    ("a cancelled meeting in a list", "ieListMeetings.aspx?CId=228&Year=2023", r"</a> - CANCELLED</li>"),
    ("a rescheduled meeting in a list", "ieListMeetings.aspx?CId=241&Year=2022", r"</a> - RESCHEDULED</li>"),
    ("an adjourned meeting in a list", "ieListMeetings.aspx?CId=214&Year=2024", r"</a> - ADJOURNED</li>"),
    ("nothing after the link of a meeting to come", LIST.format(235), r"20 Jan 2027&nbsp;6&#58;00 pm</a></li>"),
    ("draft minutes in a list", LIST.format(235), r"</a> - Agenda, Draft minutes</li>"),
    ("a cancelled meeting's heading", meeting_where(lambda m: m.status == "cancelled"), r"pm, CANCELLED</a></h2>"),
    ("a cancelled meeting has no documents", meeting_where(lambda m: m.status == "cancelled"), r"No documents are available"),
    ("a proposed venue", meeting_where(lambda m: m.status == "cancelled"), r">Proposed venue: </span>"),
    ("a rescheduled meeting", meeting_where(lambda m: m.status == "rescheduled"), r"pm, RESCHEDULED</a></h2>"),
    ("an adjourned meeting", meeting_where(lambda m: m.status == "adjourned"), r"pm, ADJOURNED</a></h2>"),
    ("a date with an ordinal", meeting_where(lambda m: m.board.key == "council"), r"Thursday, 25th February, 2021 7\.00 pm"),
    ("a date without one", meeting_where(lambda m: m.board.key == "cabinet"), r"Tuesday 12 January 2021 5:30 pm"),
    ("the machine's date", meeting_where(lambda m: m.board.key == "cabinet"), r'DC\.date" scheme="W3CDTF"  content="2021-01-12"'),
    ("a date of change", meeting_where(lambda m: m.board.key == "cabinet"), r'DC\.date\.modified" scheme="W3CDTF"'),
    ("raw spaces in links", item_where(lambda i: bool(i.documents)), r'href="documents/s\d+/[^"]* [^"]*\.pdf"'),
    ("printed files under the agenda's number", meeting_where(lambda m: m.id == 4100), r'href="documents/g4111/Printed minutes Tuesday 12-Jan-2021 17\.30 Cabinet\.pdf\?T=1"'),
    ("a file's size inside its link", item_where(lambda i: bool(i.documents)), r'<span  class="mgFileSize" ><img [^>]*> PDF \d+ KB</span> </a>'),
    ("words for screen readers", item_where(lambda i: len(i.documents) > 1), r'<span  class="mgHide" >, item [^<]+</span>'),
    ("numbers typed by hand", item_where(lambda i: any(x.mark == "2." for x in i.lines)), r'2\.<span\s+style=\s*"font:7\.0pt &quot;Times New Roman&quot;">&nbsp;'),
    ("numbers in the text", item_where(lambda i: any(x.mark == "(i)" for x in i.lines)), r'<p class="MsoNormal">\(i\)&nbsp;'),
    ("a bullet typed by hand", item_where(lambda i: any(x.mark == "·" for x in i.lines)), r'"font-family:Symbol"><span style=\s*"">&middot;<span'),
    ("a list of Word's", item_where(lambda i: any(x.mark == "•" for x in i.lines)), r'type="disc">\s*<li class="MsoNormal"'),
    ("words that Word does not know", item_where(lambda i: any("Mardle" in x.text for x in i.lines)), r'<span class=\s*"SpellE">'),
    ("a tag broken at its attribute", item_where(lambda i: words(i.minutes) > 500), r'=\n"'),
    ("a table within the minutes", item_where(lambda i: any(x.cells for x in i.lines)), r'<table class="MsoTableGrid"'),
    ("a row without a number", item_where(lambda i: not i.number), r'aria-disabled="true"></a></p></td>'),
    ("a restricted item", item_where(lambda i: i.restricted), r"&#91;Confidential&#93;|&#40;Exempt Category \d&#41;"),
    ("a number with its year", meeting_where(lambda m: m.id == 4100), r'name="AI30410" aria-disabled="true"></a>1/21<'),
    ("an item in parts", item_where(lambda i: i.number == "4i"), r"</a>4i</p></td>"),
    ("a recorded vote with a stray end of a heading", item_where(lambda i: bool(i.votes)), r'Recorded Vote</caption>(?s:.*?)</th>\s*</th>\s*<tr>'),
    ("a motion that was lost", item_where(lambda i: any(not v.carried for v in i.votes)), r"MotionNegative\.png' />Rejected"),
    ("a link to recorded votes outside a list", item_where(lambda i: bool(i.votes)), r"</table>\s*<li><a  href=\"mgListRecordedVotesShort"),
    ("a link to the background", item_where(lambda i: bool(i.issue)), r"View the background to item "),
    ("a link to the decision", item_where(lambda i: bool(i.reference)), r"View the decision for item "),
    ("line ends of two kinds", BOARDS, r"\r\n(?s:.*)[^\r]\n"),
    ("a commented-out cell", "mgListOfficerDecisions.aspx", r'<!--<td  class="mgMainTxt" ></td>-->'),
    ("a decision's number for screen readers", "mgDelegatedDecisions.aspx", r'<span  class="mgHide" > ref&#58; \d+</span>'),
    ("slashes as entities", "ieDecisionDetails.aspx?ID=2600", r"Publication date: </span>06&#47;03&#47;2021"),
    ("the meeting of a decision", "ieDecisionDetails.aspx?ID=2100", r"Decided at meeting: </span><a  href=\"ieListDocuments\.aspx\?CId=228&amp;MID=4100\""),
]  # fmt: skip


@pytest.mark.parametrize(("quirk", "where", "markup"), QUIRKS, ids=[q[0] for q in QUIRKS])
def test_a_page_shows_the_quirk(site: Site, quirk: str, where: str, markup: str) -> None:
    assert re.search(markup, get(site, where).content.decode("ascii")), quirk


@pytest.mark.parametrize("meeting", [m for m in COUNCIL.meetings if m.id % 4 == 0], ids=lambda m: str(m.id))
def test_pages_are_ascii_whatever_they_say(site: Site, meeting: Meeting) -> None:
    assert get(site, address(meeting)).content.isascii()


def minutes_shown(site: Site, meeting: Meeting, item: Item) -> Tag | None:
    """Return the block below "Minutes:" of an item on its meeting's page."""
    anchor = page(site, address(meeting)).find("a", attrs={"name": f"AI{item.id}"})
    assert anchor is not None
    row = anchor.find_parent("tr")
    assert row is not None
    label = row.find("p", class_="mgSubItemTitleTxt", string=re.compile("Minutes:"))
    return label.find_next("div", class_="WordSection1") if label else None


LONG = [(m, i) for m, i in ITEMS if words(i.minutes) > 500]


@pytest.mark.parametrize(("meeting", "item"), LONG, ids=[str(i.id) for _, i in LONG])
def test_a_meeting_page_shows_just_the_first_500_words_of_a_long_item(
    site: Site, meeting: Meeting, item: Item
) -> None:
    block = minutes_shown(site, meeting, item)
    assert block is not None
    seen = words_of(block)
    dots = seen.index("...")
    assert dots == 500
    assert seen[:dots] == meant(item.minutes)[:500]
    assert seen[dots + 1 :] == f"view the full minutes text for item {item.number}".split()


def meant(lines: Sequence[Line]) -> list[str]:
    """Return the words that the author of some lines means a reader to see."""
    marked = [f"{x.mark if x.style != 'bullet' else ''} {' '.join(x.cells) or x.text}" for x in lines]
    return " ".join(marked).split()


@pytest.mark.parametrize(("meeting", "item"), LONG, ids=[str(i.id) for _, i in LONG])
def test_the_items_own_page_is_whole(site: Site, meeting: Meeting, item: Item) -> None:
    text = " ".join(words_of(page(site, f"mgAi.aspx?ID={item.id}")))
    assert " ".join(meant(item.minutes)) in text, meeting.id


def test_one_board_prints_the_link_after_every_item_cut_or_not(site: Site) -> None:
    meeting = next(m for m in COUNCIL.meetings if m.board.key == "people" and m.stage == "minutes")
    blocks = [minutes_shown(site, meeting, item) for item in meeting.items if item.minutes]
    assert len(blocks) > 5
    assert all(b is not None and b.select_one('a[href^="mgAi.aspx"]') for b in blocks)


def test_no_cut_of_that_board_falls_at_the_end_of_a_sentence() -> None:
    """There the text before the link is all that tells a cut item from a whole one."""
    ends = [cut(i.minutes)[0][-1].text[-1] for m, i in LONG if m.board.links_every_item]
    assert ends
    assert not {".", ":", ";", ")"} & set(ends)


def test_the_other_boards_print_it_after_a_cut_alone(site: Site) -> None:
    meeting, long = next((m, i) for m, i in LONG if m.board.key == "cabinet")
    rows = page(site, address(meeting)).select('a[href^="mgAi.aspx"]')
    cut_here = [i for i in meeting.items if words(i.minutes) > 500]
    assert long in cut_here
    assert [a["href"] for a in rows] == [f"mgAi.aspx?ID={i.id}" for i in cut_here]


def test_a_few_meetings_have_welsh_pages_of_the_same_items(site: Site) -> None:
    welsh = [m for m in COUNCIL.meetings if m.welsh]
    assert 2 <= len(welsh) <= 6
    for meeting in welsh:
        english, soup = page(site, address(meeting)), page(site, f"{address(meeting)}&LLL=1")
        text = soup.get_text(" ")
        assert text.split()[0] == "Rhaglen"
        assert all(
            word in text
            for word in ("Lleoliad:", "Cyswllt:", "Eitemau", "Cofnodion:", "PENDERFYNWYD", "Dydd ")
        )
        assert [a["name"] for a in soup.select("td a[name]")] == [
            a["name"] for a in english.select("td a[name]")
        ]


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=12
)
LINES = st.lists(
    st.builds(
        lambda ws, style: Line(" ".join(ws), *style),
        st.lists(TEXTS, min_size=1, max_size=30),
        st.sampled_from([("paragraph", ""), ("heading", ""), ("bullet", "•"), ("bullet", "·"), ("numbered", "1."), ("numbered", "(i)")]),
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


@given(LINES, st.integers(1, 120))
def test_a_cut_keeps_that_many_words_and_says_whether_there_were_more(lines: list[Line], limit: int) -> None:
    kept, dropped = cut(lines, limit)
    assert dropped == (words(lines) > limit)
    assert words(kept) == min(words(lines), limit) or (words(kept) == limit - 1 and dropped)


@given(LINES)
def test_words_markup_keeps_every_word_in_order(lines: list[Line]) -> None:
    text = BeautifulSoup(word_block(lines), "html.parser").get_text(" ").replace("·", " ").split()
    meant = [
        w for line in lines for w in f"{line.mark if line.style == 'numbered' else ''} {line.text}".split()
    ]
    assert "".join(text) == "".join(meant).replace("·", "")
