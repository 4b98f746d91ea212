"""Who must act, what by when, and whether a sentence gives anybody a task at all."""

from __future__ import annotations

import re

from archive.outcomes.people import is_doer, is_other_body
from archive.outcomes.words import ADVERB, BODY, TASK

_ORDER = (
    r"(?:asked|requested|instructed|tasked|directed|required|invited|urged|commissioned|mandated"
    r"|reminded|actioned)"
)
_DUTY = re.compile(
    r"\s+(?:(?P<order>(?:be|was|were|is|are)\s+(?:also\s+|further\s+)?" + _ORDER + r"\s+(?:to|that)\b)"
    r"|(?P<to>(?:is |are |was |were )?to\s+(?:also\s+|then\s+)?(?=[a-z])(?!be\b))|(?P<modal>(?:would|will"
    r"|shall"
    r"|should|must|i)\s+(?:also\s+)?(?=[a-z])(?!be\b))"
    r"|(?P<undertook>(?:agreed|undertook|offered|promised|committed|volunteered)\s+to\b)"
    r"|(?P<bare>"
    + TASK
    + r"\b(?=\s+(?:back|to|the|a|an|on|with|in|for|and|any|all|further|this|that|its|their|his|her|up"
    r"|into|out|[a-z]+(?:s|ly)\b))))"
)
_FRONT = re.compile(
    r"(?:and\s+)?(?:(?:[Tt]hat|[Bb]od)\s+)?(?:(?:[Ii]t was|"
    + BODY
    + r")\s+(?:"
    + ADVERB
    + r"\s+)*(?:agreed|AGREED|decided|noted|resolved|confirmed)\s+that\s+)?"
    r"(?:[Ff]ollowing [^,.]{1,80},\s+|[Ii]n response,?\s+|[Tt]herefore,?\s+)?(?:(?:[Tt]he|[Aa]n?|[Yy]r?)\s+)?"
)
_SUGGESTS = re.compile(
    r"(?:[Tt]he |[A-Z])[\w .’'-]{0,50}?\b(?:suggested|proposed|requested|asked"
    r"|recommended)\s+(?:that\s+)?(?:the\s+)?(?=[\w])"
)
_ARTICLES = (" a", " an", " the")
_REQUESTS = re.compile(
    r"(?:and\s+)?(?:[Tt]hat\s+)?(?:(?:"
    + BODY
    + r"|[Tt]he Chair(?:man|person)?|Councillor [A-Z][\w’'-]+)\s+)?(?:"
    + ADVERB
    + r"\s+)*"
    r"(?:(?:agrees?|agreed|resolved)\s+(?:to|that)\s+)?(?:[Tt]o\s+|i\s+)?(?i:(?:request|ask|instruct"
    r"|direct|task|require|mandate|commission|invite)(?:s|ed|ing)?)\s+"
    r"(?:that\s+)?(?P<owner>(?:(?:the|The|all)\s+)?[^.;:]{2,120}?)\s+(?:to\b|(?:should\s+|would\s+)?"
    + TASK
    + r"\b)"
)
_FIRM = re.compile(
    r"\b(?:circulate|provide|look into|investigate|report back|bring (?:back|a|an|the|this|forward)"
    r"|write to|contact|arrange|produce|share|send"
    r"|prepare|follow up|follow this up|liaise|submit|draft|check|update|distribute|e-?mail|feed ?back"
    r"|organise|raise|forward|get back"
    r"|come back|obtain|speak (?:to|with)|ask|pass|take (?:this|the|it)|confirm|set up|explore|supply"
    r"|review|compile|collate|add|invite|chase)\b"
)
_PASSIVE_OF_POWER = re.compile(
    r"\b(?:authority|authorised|delegated|delegate|empowered)\b.{0,200}\bto\b"
    r"|^\W*(?:that )?(?:to )?(?:delegate|authorise)",
    re.I | re.S,
)


def _subject(text: str) -> tuple[str, re.Match[str]] | None:
    """Give the doer at the front of a clause and the match of the duty that follows."""
    front = _FRONT.match(text)
    start = front.end() if front else 0
    for duty in _DUTY.finditer(text, start, start + 260):
        words = text[start : duty.start()].strip(" ,")
        if is_doer(words, article=f" {text[:start]}".rstrip().lower().endswith(_ARTICLES)):
            return words, duty
    return None


def owner(text: str, stem: str = "") -> str | None:
    """Name who must act, as said; the list's stem speaks where the clause is silent."""
    asked = _REQUESTS.match(text)
    if asked and not is_other_body(asked["owner"]):
        return re.sub(r"^(?:the|The)\s+", "", asked["owner"])
    found = _subject(text)
    if found:
        return found[0]
    suggested = _SUGGESTS.match(text)
    if suggested:
        words = re.match(r"[\w’' -]{2,60}?(?=\s+(?:to\s+)?" + TASK + r"\b)", text[suggested.end() :])
        if words and is_doer(words[0]):
            return words[0]
    return owner(_filled(stem)) if stem else None


def _filled(stem: str) -> str:
    """Make a sentence of a stem, to ask who acts in it: "the Director be asked to:" gets a verb."""
    return re.sub(r"[\s:–-]+$", "", stem) + " do"


# Who decides alone: "the Cabinet Member agreed to make the order" is a decision.
_DECIDER = re.compile(r"(?:Cabinet|Executive|Lead|Portfolio|Deputy|Leader|Mayor|Commissioner)\b")
_IDLE = re.compile(
    r"[Mm]embers\b.{0,20}\b(?:note|agree|approve|receive)\b|.{0,80}\bbe (?:thanked|congratulated"
    r"|authorised|appointed|elected)\b"
)


def tasks(clause: str, stem: str = "") -> bool:
    """Whether a clause of a resolution names who must do what: "the Clerk write to the Trust"."""
    if _PASSIVE_OF_POWER.match(clause) or _IDLE.match(clause):
        return False
    found = _subject(clause)
    if found:
        return found[1]["undertook"] is None or not _DECIDER.match(found[0])
    asked = _REQUESTS.match(clause)
    if asked:
        return not is_other_body(asked["owner"])
    return bool(stem) and tasks(_filled(stem))


def promises(sentence: str) -> bool:
    """Whether a sentence of the account itself leaves somebody with a task.

    Only a named doer and a plain errand count: "The Clerk was asked to look into it", "Jane Reed would
    circulate the figures". "Members requested a copy" names nobody; "officers would monitor it" is no errand.
    """
    if not _FIRM.search(sentence):
        return False
    found = _subject(sentence)
    if found:
        after = sentence[found[1].start() : found[1].start() + 60]
        return bool(_FIRM.search(after)) and found[1]["bare"] is None
    asked = _REQUESTS.match(sentence)
    if not asked or not is_doer(re.sub(r"^(?:the|The|all)\s+", "", asked["owner"])):
        return False
    return bool(_FIRM.search(sentence[asked.end("owner") : asked.end("owner") + 60]))
