"""The reports that come round every year, written once with the year's own figures."""

# ruff: noqa: E501 - a sentence is easier to read and to change on one line

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from web.demo.council import BoardKey
from web.demo.matter import Matter, Ruling, Task, agreed, lost, noted


@dataclass(frozen=True, slots=True)
class Yearly:
    """A report that comes to a board in some months; {year}, {next}, {rate}, {sum} and {count} are filled in."""

    board: BoardKey
    months: tuple[int, ...]
    topic: str
    title: str
    put: str
    told: tuple[str, ...]
    outcomes: tuple[Ruling | Task, ...]
    long: bool = False

    def matter(self, day: date) -> Matter:
        """Return the report of a year."""
        draw = Random(f"{self.title} {day.year}")  # noqa: S311 - no secret; the figures of a year never change
        short = f"{day.year}/{(day.year + 1) % 100:02}"
        filled = {
            "year": short,
            "rate": f"{draw.randint(180, 499) / 100:.2f}",
            "sum": f"{draw.randint(12, 96) / 10:.1f}",
            "count": str(draw.randint(14, 88)),
            "home": f"{draw.randint(1510, 1990):,}",
        }
        told = tuple(t.format(**filled) for t in self.told)
        outcomes = tuple(_filled(o, filled) for o in self.outcomes)
        table: tuple[tuple[str, ...], ...] = ()
        if "Council Tax" in self.title:
            table = _bands(draw)
        return Matter(
            self.board, day.year, self.topic, self.title.format(**filled), self.put.format(**filled), told, outcomes,
            thread=self.title, long=self.long, table=table,
        )  # fmt: skip


def _filled(outcome: Ruling | Task, values: dict[str, str]) -> Ruling | Task:
    if isinstance(outcome, Task):
        return Task(outcome.owner, outcome.work.format(**values), outcome.due)
    return Ruling(outcome.what.format(**values), outcome.kind, outcome.until)


def _bands(draw: Random) -> tuple[tuple[str, ...], ...]:
    """Return the table of council tax by band, in the ninths that the bands are of band D."""
    full = draw.randint(151000, 199000)  # pence
    ninths = {"A": 6, "B": 7, "C": 8, "D": 9, "E": 11, "F": 13, "G": 15, "H": 18}
    return (
        ("Band", "Share of band D", "Charge"),
        *((b, f"{n}/9", f"£{full * n / 900:,.2f}") for b, n in ninths.items()),
    )


YEARLY = (
    Yearly(
        "council", (2,), "finance", "Budget and Council Tax {year}",
        "The Cabinet RECOMMENDS to Council the revenue budget, the capital programme and the council tax for {year}.",
        ("The Leader presented the budget. The gap of £{sum} million had been closed without a call on the last of the reserves.",
         "The Head of Finance reported that the budget was sound and the reserves adequate, though thin.",
         "The charge for each band would be as follows."),
        (lost("that the rise in council tax be limited to one per cent"),
         agreed("the revenue budget and the capital programme for {year} be approved"),
         agreed("the council tax be raised by {rate} per cent, of which two per cent is for adult social care"),
         agreed("the general reserve be held at no less than £{sum} million")),
        long=True,
    ),
    Yearly(
        "council", (2,), "workforce", "Pay Policy Statement {year}", "To approve the statement that the law requires each year.",
        ("The statement set out the pay of chief officers and its ratio to the lowest wage, which stood at 8 to 1.",),
        (agreed("the pay policy statement for {year} be approved and published"),),
    ),
    Yearly(
        "council", (5, 7), "elections", "Appointments to Committees and Outside Bodies {year}",
        "To fill the seats on committees in proportion to the groups and to name members to outside bodies.",
        ("The groups had agreed on all but two names.",),
        (agreed("the seats be shared among the groups as set out in the table"), agreed("Councillor Oduya be appointed to the Estuary Conservancy"),
         Task("the Monitoring Officer", "write to each outside body with the names of those appointed", "within a fortnight")),
    ),
    Yearly(
        "cabinet", (1, 2), "treasury", "Treasury Management Strategy {year}", "To recommend the strategy for borrowing and investment.",
        ("The council's loans stood at £{count} million. No new borrowing was foreseen before the spring.",),
        (agreed("the treasury management strategy and the prudential indicators for {year} be recommended to Council"),
         noted("the advice of the council's treasury adviser")),
    ),
    Yearly(
        "cabinet", (6,), "improvement", "Performance Report: the Year {year}", "To consider how the council has performed against its plan.",
        ("Of {count} measures, two thirds were green. Answering the telephone was not among them.",),
        (noted("the performance report"), Task("the Chief Executive", "bring a plan for the red measures to the Cabinet", "by the end of October")),
    ),
    Yearly(
        "cabinet", (9, 10), "audit", "Risk Register and Annual Governance Statement {year}", "To review the council's principal risks.",
        ("Tidal flooding, the high needs deficit and the age of the computers stood at the top of the register.",
         "Internal audit had given substantial assurance on {count} reviews and limited assurance on three."),
        (agreed("the annual governance statement be signed"), noted("the risk register")),
    ),
    Yearly(
        "people", (3,), "nhs", "Hospital Trust and Ambulance Service: Questions to the Trust {year}",
        "To question the chief executive of the Estuary Hospital Trust.",
        ("The trust's chief executive reported that {count} per cent of ambulances had reached the islands within the target.",
         "A diagnostic centre was to open in Ebbsmouth, with scans on Saturdays."),
        (noted("the answers given by the trust"), Task("the Chair", "write to the integrated care board about the minor injuries unit", "before the summer recess")),
    ),
    Yearly(
        "people", (9,), "safety", "Community Safety and Policing {year}", "To hear from the police and the community safety partnership.",
        ("The superintendent reported {count} fewer burglaries and more antisocial behaviour on the quay in August.",),
        (noted("the community safety report"), Task("officers", "share the map of street lighting faults with the police", None)),
    ),
)  # fmt: skip
