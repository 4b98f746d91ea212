"""Who must act, and whether a sentence gives anybody a task at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.outcomes.people import first_thing, is_other_body, reads_as_doer
from archive.outcomes.people import named as is_named
from archive.outcomes.words import ADVERB, BODY, OFFICE

_ORDERED = r"(?:asked|requested|instructed|tasked|directed|required|invited|urged|commissioned|reminded)"
# "bring", "deliver", "inspect": any verb in its plain form. The "be" in "the Chief Officer response in May be
# noted" shows that "response" is none.
_PLAIN_VERB = (
    r"(?:bring|feed|proceed|(?!(?:of|for|in|and|or|at|on|by|with|from|to|as|be|is|was|were|are|has|had|have"
    r"|not|the|an?|who|that|which|via|under|post|role|then|also|would|will|shall|should|could|may|must"
    r"|can)\b)"
    r"[a-z]{3,}(?:-[a-z]+)?(?<!ed)(?<!ing)(?<!ly)(?<![^s]s))"
    r"(?=\s[\w£])"
    r"(?!\s(?:(?!(?:that|which|whether|who|so|if|asking|to be)\b)[\w’',()-]+\s){0,10}(?:be|is|are)\b)"
)
_DUTY = re.compile(
    r"\s+(?:(?:be|was|were|is|are)\s+(?:(?:also|further|therefore)\s+)?" + _ORDERED + r"\s+(?:to|that)\b"
    r"|(?:is|are|was|were)\s+to\s+(?:(?:also|then)\s+)?(?=[a-z])(?!be\b)"
    r"|(?P<note>to\s+(?:(?:also|then)\s+)?(?=[a-z])(?!(?:be|the|an?|all|this|that|his|her|its|their)\b))"
    r"|(?:would|will|shall|should|must)\s+(?:also\s+)?(?=[a-z])(?!be\b)"
    r"|(?P<undertook>(?:agreed|undertook|offered|promised|committed|volunteered)\s+to\b)"
    r"|(?P<plain>" + _PLAIN_VERB + r"))"
)
_ARTICLE = re.compile(r"(?:(?:[Tt]he|[Aa]n?|[Yy]r?|all)\s+)?")
_FRONT = re.compile(
    r"(?:and\s+)?(?:(?:[Tt]hat|[Bb]od),?\s+)?"
    r"(?:(?:After|Following|On|Upon)\s[^,.;:]{1,100}?,?\s(?=it was\s))?"
    r"(?:(?:(?:[Ii]t was|" + BODY + r")\s+)?(?:" + ADVERB + r"\s+)*"
    r"(?:[Aa]greed|AGREED|decided|noted|resolved|confirmed)\s+that\s+)?"
    r"(?:[Ff]ollowing [^,.]{1,80},\s+|[Ii]n response,?\s+|[Tt]herefore,?\s+)?"
)
_SUGGESTS = re.compile(r"[Tt]he (?:Chair\w*|Board|Committee|Panel)\s+(?:suggested|proposed)\s+(?:that\s+)?")
_REQUESTS = re.compile(
    r"(?:and\s+)?(?:[Tt]hat\s+)?(?:(?:"
    + BODY
    + r"|[Tt]he Chair(?:man|person)?|Councillor [A-Z][\w’'-]+)\s+)?"
    r"(?:" + ADVERB + r"\s+)*(?:(?:agrees?|agreed|resolved)\s+(?:to|that)\s+)?(?:[Tt]o\s+)?"
    r"(?i:(?:request|ask|instruct|direct|task|require|mandate|commission|invite)(?:s|ed"
    r"|ing)?)\s+(?:that\s+)?"
)
_NAMED_TO = re.compile(
    r"(?:the\s+)?(?P<owner>[A-Z][\w’'&-]*(?:\s+(?:of|and|for|&|[A-Z][\w’'&-]*)){0,8})\s+to\s+[a-z]"
)
_FROM = re.compile(
    r"(?:an?|the|further)\s[^.;:]{1,80}?\sfrom\s+(?:the\s+)?(?P<owner>[A-Z][\w’'&-]*(?:\s(?:of|and|for"
    r"|[A-Z][\w’'&-]*))*)"
)
# "request that Coastal Trust publish": after such a "that" any name may do it, an office or not.
_NAMED_DOES = re.compile(
    r"(?:the\s+)?(?P<owner>[A-Z][\w’'&-]*(?:\s+(?:of|and|for|&|[A-Z][\w’'&-]*)){0,8})\s+" + _PLAIN_VERB
)
_NAME_BEFORE = re.compile(r"(?P<owner>[^–:.]{2,60}?)\s*(?:[–:]|\s-)\s")
_NAME_AFTER = re.compile(r"(?:[(\[]|\s[–-]\s)(?P<owner>[^()\[\]–]{2,60})[)\]]?[.;]?$")
_WELSH_OWNER = (
    r"(?P<owner>(?:" + OFFICE + r"|[A-Z][\w’'-]*)(?:\s(?:[A-Z][\w’'-]*|o|dros|y|yr|a’r|a'r)(?=\s))*)\s+"
)
_ASKS_IN_WELSH = re.compile(
    r"(?:[Bb]od |i )?(?:[Gg]ofyn|[Cc]yfarwyddo) i(?:[’']?r)?\s+" + _WELSH_OWNER + r"[a-zâêîôûŵŷ]"
)
# "bod y Pennaeth yn cyflwyno", but not "yn cael ei benodi" (be appointed) or "yn gywir" (was right).
_DOES_IN_WELSH = re.compile(
    r"(?:[Bb]od|[Ff]od)\s+(?:yr?\s+)?(?="
    + OFFICE
    + r"\b)"
    + _WELSH_OWNER
    + r"(?:yn|i)\s+(?!(?:cael|gywir|gyfrifol|bresennol|falch|ddiolchgar|gallu)\b)[a-zâêîôûŵŷ]"
)
_POWER = re.compile(
    r"\b(?:authority|authorised|delegated|delegate|empowered)\b.{0,200}\bto\b"
    r"|^\W*(?:that )?(?:to )?(?:delegate|authorise)",
    re.I | re.S,
)
# Who decides alone: "the Cabinet Member agreed to make the order" is a decision.
_DECIDER = re.compile(r"(?:Cabinet|Executive|Lead|Portfolio|Deputy|Leader|Mayor|Commissioner)\b")
# Together they are the body: "members agreed to set up a group" is its decision, and nobody's promise.
_ALL_OF_THEM = re.compile(r"(?:(?:Board|Committee|Panel|Council|Forum|Cabinet)\s+)?[Mm]embers|Councillors")
_IDLE = re.compile(
    r"(?:[Tt]hat )?[Mm]embers\b.{0,20}\b(?:note|agree|approve|receive|support|endorse|welcome|thank|accept"
    r"|adopt)\b|.{0,80}\bbe (?:thanked|congratulated|authorised|appointed|elected)\b"
)
_ERRAND = re.compile(
    r"\b(?:circulate|provide|look into|investigate|report back|bring|write to|contact|arrange|produce|share"
    r"|send|prepare|follow (?:this )?up|liaise|submit|draft|check|update|distribute|e-?mail|feed ?back"
    r"|organise|raise"
    r"|forward"
    r"|(?:get|come) back|obtain|speak (?:to|with)|ask|confirm|set up|explore|supply|compile|collate|add"
    r"|invite|chase)\b"
)
_TO_DO = re.compile(
    r"\b(?:would|will|should|shall|must|needs?|needed)\b|\b(?:is|are|was|were) to\b"
    r"|\bbe \w+(?:ed|en|ght|nt)\b"
    r"|\b(?:asked|requested|agreed|undertook|offered|suggested|instructed|invited|tasked|promised|required)\s"
    r"(?:[^.;]{0,80}\s)?(?:to|that|for|an?)\b|^[A-Z][\w’' -]{1,60} to [a-z]+ "
)
_EVERYDAY = re.compile(
    r"\s+(?:(?:write|publish|bring|prepare|submit|provide|arrange|circulate|consult|inspect|deliver|convene"
    r"|invite|seek|contact|liaise|notify|produce|undertake|investigate|explore|ensure|organise|send|advise"
    r"|inform|take|make|negotiate|serve|sign|pursue|implement|develop|thank|raise|respond|reply|ask|obtain"
    r"|carry out|set up|look into)\b"
    r"|(?:report|review|draft|present|issue|update|share|monitor|place)\s"
    r"(?:an?|the|to|back|further|its|their|this|these|it|them)\b)"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """A doer, and where in the text the words that bind him begin and end."""

    owner: str
    start: int
    end: int
    promised: bool = False  # "agreed to", "undertook to"
    plain: bool = False  # "the Clerk write", which only a clause says
    note: bool = False  # "Clerk to write", as a note-taker puts it


def _subject(text: str, start: int = 0) -> Duty | None:
    """Find the doer at the front of a clause, and what binds him."""
    front = _FRONT.match(text, start)
    start = front.end() if front else start
    article = _ARTICLE.match(text, start)
    begin = article.end() if article else start
    end = begin + 260
    thing = first_thing(text, begin, end)
    for found in _DUTY.finditer(text, begin, end):
        if found.start() >= thing:
            return None
        words = text[begin : found.start()].strip(" ,")
        # "Quay Hill car park charges rise" has no Mr Hill in it: a plain verb needs an office before it.
        if reads_as_doer(words, article=begin > start or found["plain"] is not None):
            forms = (found[form] is not None for form in ("undertook", "plain", "note"))
            return Duty(words, found.start(), found.end(), *forms)
    return None


def _requested(text: str) -> Duty | None:
    """Find who is asked: "to instruct the Chief Officer to", "requests that the Clerk write"."""
    welsh = _ASKS_IN_WELSH.match(text) or _DOES_IN_WELSH.match(text)
    if welsh:
        return Duty(welsh["owner"], welsh.end("owner"), welsh.end())
    asks = _REQUESTS.match(text)
    if not asks:
        return None
    found = _subject(text, asks.end())
    if found:
        return found
    does = _NAMED_DOES.match(text, asks.end()) if asks[0].endswith("that ") else None
    named = does or _NAMED_TO.match(text, asks.end()) or _FROM.match(text, asks.end())
    if named and not is_other_body(named["owner"]):
        return Duty(named["owner"], named.end("owner"), named.end())
    return None


def duty(text: str) -> Duty | None:
    """Find who is bound to do something by a clause or sentence."""
    return _requested(text) or _subject(text)


def owner(text: str, stem: str = "") -> str | None:
    """Name who must act, as said; the list's stem speaks where the clause is silent."""
    found = duty(text)
    if found:
        return found.owner
    suggests = _SUGGESTS.match(text)
    if suggests and (found := _subject(text, suggests.end())):
        return found.owner
    named = _NAMED_TO.match(text) or _NAME_BEFORE.match(text) or _NAME_AFTER.search(text)
    if named and is_named(named["owner"]):
        return named["owner"]
    return owner(_filled(stem)) if stem else None


def _filled(stem: str) -> str:
    """Make a sentence of a stem, to ask who acts in it: "the Director be asked to:" gets a verb."""
    return re.sub(r"(?:\s+to)?[\s:–-]*$", "", stem) + " to act"


def tasks(clause: str, stem: str = "") -> bool:
    """Whether a clause of a resolution names who must do what: "the Clerk write to the Trust"."""
    if _POWER.match(clause) or _IDLE.match(clause):
        return False
    found = duty(clause)
    if found:
        return not (found.promised and (_DECIDER.match(found.owner) or _ALL_OF_THEM.fullmatch(found.owner)))
    return bool(stem) and tasks(_filled(stem))


def joins(text: str) -> bool:
    """Whether what follows a bare "and" gives somebody a task of his own: "the Clerk publish the notice".

    Only everyday verbs are trusted here, since in "the plan and the Housing Service budget" nobody acts.
    """
    found = _subject(text)
    return found is not None and found.plain and bool(_EVERYDAY.match(text, found.start))


def sets_task(sentence: str) -> bool:
    """Whether a sentence leaves something to be done, by whomever: "A copy is to be sent", "Send a copy"."""
    return bool(_TO_DO.search(sentence) or _ERRAND.match(sentence[:1].lower() + sentence[1:]))


def noted_down(sentence: str) -> bool:
    """Whether a sentence is a note of a task, "JB to ask the company", which never only tells a story."""
    found = _subject(sentence)
    return found is not None and found.note


def promises(sentence: str) -> bool:
    """Whether a sentence of the account itself leaves somebody with a task.

    Only a named doer and a plain errand count: "The Clerk was asked to look into it", "Jane Reed would
    circulate the figures". "Members requested a copy" names nobody; "officers would monitor it" is no errand.
    """
    asked = _requested(sentence)
    found = asked or _subject(sentence)
    if found is None or (found.plain and not asked):
        return False
    if found.promised and _ALL_OF_THEM.fullmatch(found.owner):
        return False
    return found.note or bool(_ERRAND.search(sentence, found.start, found.start + 60))
