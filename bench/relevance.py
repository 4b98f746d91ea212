"""How well answers are ordered, ours and others': `python -m bench.relevance [--write]`.

Asks the judged queries of relevance.toml over the sample council, and of relevance_real.toml over the real
pages in `../shared` where they are, of our engine and of stock Whoosh, SQLite FTS5 and tantivy (needs
`pip install tantivy`) on the same documents in one run. An answer is judged by the matters it names, an item,
its decisions and its actions being one. Of the sample's queries every other one chose the weight of titles
and one synonym; the rest were held out, and so were all those over real pages.
"""

from __future__ import annotations

import math
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.config import CrawlSettings
from archive.crawl import crawl
from archive.errors import ReadError
from archive.fetch import Fetcher
from archive.model import Council, Page
from archive.sources import moderngov
from archive.store import Store
from bench.relevance_peers import fts5, stock_whoosh, tantivy_all, tantivy_any
from indexer import topics
from indexer.acronyms import Acronyms
from indexer.ask import ask
from indexer.documents import documents, of_official
from indexer.engines import open_engine
from indexer.model import Document, Query
from indexer.synonyms import load
from web.demo import Site, sample

HERE = Path(__file__).resolve().parent
PAGES = HERE.parent.parent / "shared/moderngov/pages"
DEPTH = 10  # matters
ASKED = 50  # documents: an item, its decisions and its actions are one matter

HEAD = f"""# Relevance

Made by `python -m bench.relevance --write`.

{"".join((__doc__ or "").partition("Asks")[1:]).strip()}

- nDCG@10: the worth of the first ten matters, discounted by their place, as a share of the most there is.
- success@1, success@3: the share of queries whose first matter, or one of the first three, is among the best.

All but “tantivy, any word” find only what has every word. It also finds what has one of them: nDCG rewards
that where the judgements know of related matters; whoever reads the total does not.

"""

Ask = Callable[[str], list[str]]
"""Gives the ids of the best documents for a query, ASKED of them where there are as many."""

Grades = Mapping[str, int]


@dataclass(frozen=True)
class Judged:
    """A query, and what each matter is worth to it: 3, 2 or 1; nothing for the others."""

    text: str
    grades: Grades


@dataclass(frozen=True)
class Score:
    """Means over queries."""

    ndcg: float
    first: float  # share of queries whose first result is of the best grade there is
    third: float  # and whose first three have one

    def row(self, name: str) -> str:
        """Write the score as a row of a table."""
        return f"| {name} | {self.ndcg:.3f} | {self.first:.3f} | {self.third:.3f} |"


def ndcg(found: Sequence[str], grades: Grades) -> float:
    """Give the gain of the first ten results, discounted by their place, as a share of the most there is."""
    ideal = sum(_gain(grade, place) for place, grade in enumerate(sorted(grades.values())[::-1][:DEPTH]))
    gain = sum(_gain(grades.get(each, 0), place) for place, each in enumerate(found[:DEPTH]))
    return gain / ideal


def succeeds(found: Sequence[str], grades: Grades, within: int) -> bool:
    """Say whether one of the first results is of the best grade there is."""
    return any(grades.get(each) == max(grades.values()) for each in found[:within])


def score(ask_: Ask, judged: Sequence[Judged]) -> Score:
    """Ask every query and average."""
    answers = [(matters(ask_(each.text)), each.grades) for each in judged]
    count = len(judged)
    return Score(
        sum(ndcg(*answer) for answer in answers) / count,
        sum(succeeds(*answer, 1) for answer in answers) / count,
        sum(succeeds(*answer, 3) for answer in answers) / count,
    )


def judgements(path: Path, put: Sequence[Document]) -> list[Judged]:
    """Read the judged queries; an item is named by how its title begins, or by its id.

    Raises ValueError for one that names nothing: the documents have changed, and it must be judged again.
    """
    found = []
    for entry in tomllib.loads(path.read_text("utf-8"))["query"]:
        grades: dict[str, int] = {}
        for grade, name in enumerate(("fair", "good", "best"), 1):
            for named in entry.get(name, ()):
                found_ids = [each.id for each in put if _is(each, named)]
                if not found_ids:
                    raise ValueError(f"{path.name}, “{entry['text']}”: nothing is called “{named}”")
                grades |= dict.fromkeys(matters(found_ids), grade)
        found.append(Judged(entry["text"], grades))
    return found


def matters(ids: Sequence[str]) -> list[str]:
    """Give the items of documents, each once, at its first place: a reader wants the matter, in any form."""
    return list(dict.fromkeys(re.sub(r"/[da][0-9]+$", "", each) for each in ids))


def sample_documents() -> list[Document]:
    """Crawl the sample council, and give its documents."""
    rules = topics.load()
    found: list[Document] = []
    with tempfile.TemporaryDirectory() as folder, Site(sample()) as site:
        council = Council("demo", "Demo", "moderngov", site.url)
        store = Store(Path(folder) / "records.sqlite")
        settings = CrawlSettings(delay=0, allow_private_addresses=True)
        for _step in crawl(council, store, Path(folder) / "pages", Fetcher(settings)):
            pass
        for change in store.changes(0, 10_000):
            if change.meeting:
                found += documents(change.meeting, "Demo", rules)
            elif change.official:
                found += of_official(change.official, "Demo", rules)
        store.close()
    return found


def real_documents() -> list[Document]:
    """Read the real meeting pages beside the checkout."""
    rules = topics.load()
    found: dict[str, Document] = {}
    for path in sorted(PAGES.glob("*.html")):
        url = f"https://{path.stem}.example/ieListDocuments.aspx?MId=1"
        page = Page(url, path.read_bytes(), datetime.now(UTC))
        try:
            meetings = moderngov.read(moderngov.council_at(page.url), page).meetings
        except ReadError:
            continue  # a page of another kind
        for meeting in meetings:
            found |= {each.id: each for each in documents(meeting, "Real", rules)}
    return list(found.values())


def ours(put: Sequence[Document], folder: Path) -> Ask:
    """Index the documents with our engine, and what they teach of acronyms."""
    engine, acronyms = open_engine(folder), Acronyms(folder)
    meetings = {each.meeting for each in put}
    engine.replace(meetings, put, 1)
    acronyms.replace(meetings, put, 1)
    synonyms = load().learning(acronyms.definitions())

    def asked(text: str) -> list[str]:
        answer = ask(engine, Query(text, size=ASKED), synonyms, dict)
        return [hit.document.id for hit in answer.hits]

    return asked


def report(title: str, put: Sequence[Document], halves: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    """Yield the lines of a corpus's part of the report."""
    with tempfile.TemporaryDirectory() as folder:
        systems: dict[str, Ask] = {
            "ours": ours(put, Path(folder) / "ours"),
            "stock Whoosh": stock_whoosh(put, Path(folder) / "stock"),
            "SQLite FTS5, bm25": fts5(put),
            "tantivy, all words": tantivy_all(put),
            "tantivy, any word": tantivy_any(put),
        }
        yield f"## {title}: {len(put):,} documents"
        for half, queries in halves.items():
            yield f"\n{half}, {len(queries)} queries:\n"
            yield "| | nDCG@10 | success@1 | success@3 |\n|---|---|---|---|"
            yield from (score(asked, queries).row(name) for name, asked in systems.items())
        yield ""


def main() -> None:
    """Ask everything of every system and print the tables."""
    put = sample_documents()
    judged = judgements(HERE / "relevance.toml", put)
    parts = list(report("The sample council", put, {"Tuned on": judged[::2], "Held out": judged[1::2]}))
    if PAGES.exists():
        real = real_documents()
        parts += report("Real pages", real, {"Held out": judgements(HERE / "relevance_real.toml", real)})
    text = "\n".join(parts).rstrip() + "\n"
    print(text)
    if "--write" in sys.argv:
        (HERE / "relevance.md").write_text(HEAD + text, "utf-8")


def _is(document: Document, named: str) -> bool:
    return document.title.startswith(named) or document.id.endswith(f"/{named}")


def _gain(grade: int, place: int) -> float:
    return (2.0**grade - 1) / math.log2(place + 2)


if __name__ == "__main__":
    main()
