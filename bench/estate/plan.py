"""The plan of an invented council: its boards, its meetings, and which of them its site lists on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bench.estate import life, words
from bench.estate.chance import draw

FIRST_BOARD = 100
MEETINGS = 10_000  # ids that a board has for its meetings
ITEMS = 100  # ids that a meeting has for its items
EXECUTIVE = 8  # one in so many boards publishes its decisions apart
TIMES = ("10:00 am", "2:00 pm", "6:30 pm", "7:00 pm")


@dataclass(frozen=True, slots=True)
class Estate:
    """An invented council of any size: nothing of it is stored, all follows from these numbers.

    Ids hold each other: item 105019804 is of meeting 1050198, which is of board 105.
    """

    council: int = 0  # of several: they differ in their text and in what happens to their meetings
    boards: int = 40
    meetings: int = 200  # to which each board has been called by `by`
    items: int = 10  # on an agenda
    by: date = date(2026, 1, 5)
    apart: int = 28  # days from one meeting of a board to its next
    seed: int = 1
    wordy: int = 4  # paragraphs that an item's minutes have at most, but for the few that are cut
    service: bool = False  # whether the web service answers

    def board_ids(self) -> range:
        """Return the ids of all boards."""
        return range(FIRST_BOARD, FIRST_BOARD + self.boards)

    def board_name(self, board: int) -> str:
        """Return a board's name by its id."""
        return words.board_name(board - FIRST_BOARD)

    def time(self, board: int) -> str:
        """Return when a board's meetings begin."""
        return TIMES[board % len(TIMES)]

    def listed(self, board: int, on: date) -> range:
        """Return the places of the meetings of a board that are listed on a day, the first is 0."""
        days = (on + timedelta(life.LISTED) - self._first(board)).days
        return range(max(0, days // self.apart + 1))

    def sitting(self, board: int, place: int) -> life.Sitting:
        """Return a board's meeting by its place among them."""
        day = self._first(board) + timedelta(place * self.apart)
        executive = board % EXECUTIVE == 0
        return life.sitting(board * MEETINGS + place, day, self.apart, executive, self._seed())

    def meeting(self, meeting_id: int, on: date) -> life.Shown | None:
        """Return a meeting as it is on a day; None when the site has no such meeting yet."""
        board, place = divmod(meeting_id, MEETINGS)
        if board not in self.board_ids() or place not in self.listed(board, on):
            return None
        return self.sitting(board, place).shown(on)

    def item_ids(self, meeting_id: int) -> range:
        """Return the ids of a meeting's items."""
        return range(meeting_id * ITEMS, meeting_id * ITEMS + self.items)

    def text(self, item_id: int) -> words.Text:
        """Return what an item is about and what its minutes say."""
        return words.text(item_id, item_id % ITEMS, self.wordy, self._seed())

    def minutes(self, shown: life.Shown, item_id: int) -> tuple[str, ...]:
        """Return an item's minutes as they are published, a paragraph each; nothing before they are."""
        if shown.stage not in ("draft minutes", "minutes"):
            return ()
        paragraphs = self.text(item_id).paragraphs
        corrected = shown.corrected and item_id % ITEMS == self.items - 1
        return (words.CORRECTION, *paragraphs) if corrected else paragraphs

    def _first(self, board: int) -> date:
        """Return the day of a board's first meeting: from Monday to Thursday, in any week."""
        monday = self.by - timedelta(self.by.weekday() + self.apart * self.meetings)
        week = draw(max(1, self.apart // 7), self._seed(), board, "week")
        return monday + timedelta(7 * week + board % 4)

    def _seed(self) -> int:
        return self.seed * 1000 + self.council
