"""What an author writes down of a matter, before a clerk puts it into minutes."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Kind
from web.demo.council import BoardKey

TOPICS = {
    "social": "Children's social care",
    "send": "SEND and inclusion",
    "schools": "Schools, early years and childcare",
    "adults": "Adult social care",
    "health": "Public health and wellbeing",
    "nhs": "NHS and health scrutiny",
    "housing": "Housing and homelessness",
    "applications": "Planning applications",
    "policy": "Planning policy",
    "finance": "Finance and budget",
    "treasury": "Treasury and investment",
    "pensions": "Pensions",
    "audit": "Audit, risk and governance",
    "constitution": "Constitution, standards and members",
    "elections": "Elections and appointments",
    "workforce": "Workforce and pay",
    "transport": "Transport and highways",
    "climate": "Climate and environment",
    "waste": "Waste and recycling",
    "economy": "Economy, growth and skills",
    "devolution": "Devolution and reorganisation",
    "safety": "Community safety and policing",
    "fire": "Fire and resilience",
    "licensing": "Licensing",
    "culture": "Culture, leisure, sport and libraries",
    "property": "Property and land",
    "improvement": "Improvement, digital and performance",
}
"""The topics of the sample, by the short names its authors use."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Something decided: what, and how a clerk ends a clause and a sentence about it."""

    what: str
    kind: Kind = "substantive"
    until: str = ""  # of a deferral

    @property
    def clause(self) -> str:
        """Return the words that follow "RESOLVED that"."""
        if self.kind == "noted":
            return f"{self.what} be noted"
        return f"{self.what} be deferred to {self.until}" if self.kind == "deferred" else self.what

    def sentence(self, body: str) -> str:
        """Return a narrative sentence: "The Board noted the report."."""
        if self.kind == "noted":
            return f"{body} noted {self.what}."
        return f"{body} agreed that {self.clause}."


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody must do: "the Harbour Engineer", "publish the survey", "by the end of May"."""

    owner: str
    work: str
    due: str | None = None

    @property
    def clause(self) -> str:
        """Return the words that follow "RESOLVED that"."""
        return f"{self.owner} {self._whole}"

    @property
    def line(self) -> str:
        """Return the line of a list of actions: "Harbour Engineer to publish the survey in May."."""
        return f"{self.named} to {self._whole}."

    @property
    def named(self) -> str:
        """Return the owner without the article."""
        return self.owner.removeprefix("the ")

    @property
    def _whole(self) -> str:
        return f"{self.work} {self.due}" if self.due else self.work


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter that came before a board in some year."""

    board: BoardKey
    year: int
    topic: str  # a short name of TOPICS
    title: str
    put: str  # what the agenda says is asked
    told: tuple[str, ...]  # what the report or the speaker said
    outcomes: tuple[Ruling | Task, ...]
    said: tuple[str, ...] = ()  # remarks of this matter's own; each begins with its verb
    thread: str = ""  # matters of one thread are one issue, taken up again and again
    long: bool = False  # a debate of more than 500 words
    table: tuple[tuple[str, ...], ...] = ()  # a table in the minutes, its heads first


def agreed(what: str) -> Ruling:
    """Say that something was decided: "the tender be accepted"."""
    return Ruling(what)


def noted(what: str) -> Ruling:
    """Say that something was noted: "the report"."""
    return Ruling(what, "noted")


def deferred(what: str, until: str) -> Ruling:
    """Say that something was put off: "the decision", "the meeting in June"."""
    return Ruling(what, "deferred", until)


def procedural(what: str) -> Ruling:
    """Say that something was settled to keep the council running: "Councillor Pym be elected Chair"."""
    return Ruling(what, "procedural")


def lost(what: str) -> Ruling:
    """Say that a motion was put and lost: "that the bridge be closed to lorries"."""
    return Ruling(what, "not carried")
