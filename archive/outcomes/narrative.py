"""Decisions told in a sentence of their own, such as "The Board agreed the plan", without a marker."""

from __future__ import annotations

import re

from archive.outcomes.words import ADVERB, BODY, DECIDING_BASE, DECIDING_PAST, NOTING_BASE, NOTING_PAST

_LEAD = (
    r"(?:(?:Following|After|Having|In|On|Upon|Accordingly|Therefore|Consequently|Subject|Subsequently|At"
    r"|With|By|Under|Being"
    r"|Moved|Proposed|Seconded|Thereafter|Whilst|While|Given|As|For|Councillor|Cllr|It was (?:moved"
    r"|proposed)|Ar ôl|Yn dilyn)"
    r"\b[^.;:]{0,240}?(?:,| and)\s+)?"
)
_AFTER_OTHERS = (
    r"(?:(?:considered|received|discussed|reviewed|thanked|welcomed|debated|heard|supported|noted"
    r"|scrutinised|examined)\b[^.;:]{0,300}?"
    r"(?:,|\band)\s+)?"
)
_ADVERBS = r"(?:" + ADVERB + r"\s+){0,3}"
_MATTER = (
    r"(?:(?:[Tt]he|[Tt]hat|[Aa]n?|[Aa]ll|[Tt]hese|[Tt]his)\s+)?(?:[\w’'()&/,-]+\s+){0,12}?"
    r"(?:minutes|reports?|recommendations?|updates?|applications?|proposals?|motion|amendment|plan"
    r"|programme|budget|policy|strategy"
    r"|items?|matter|terms of reference|dates|contents?|position|information|nominations?|requests?"
    r"|presentation|appointments?"
    r"|licence|schedule|accounts|statement|meeting|hearing|inquiry|session|calendar|action plan|draft"
    r"|grant|scheme|consultation|framework|decisions?)\b"
    r"(?:\s+[^.;:]{0,160}?)?\s+(?:was|were)\s+" + _ADVERBS
)
_DECIDED = re.compile(
    _LEAD + r"(?:" + BODY + r"\s+" + _ADVERBS + _AFTER_OTHERS + _ADVERBS + r"(?P<verb>" + DECIDING_PAST + r")"
    r"|(?:[Ii]t was (?:moved|proposed)|Moved|Proposed|Councillor|Cllr)\b[^;:]{0,240}?\b(?:and"
    r"|it was)\s+" + _ADVERBS + r"(?P<moved>agreed|carried)"
    r"|[Ii]t was " + _ADVERBS + r"(?P<it>agreed|decided|determined|approved|AGREED|DECIDED)"
    r"|" + _MATTER + r"(?:put to the vote and (?:was )?)?(?P<passive>approved|agreed|adopted|endorsed"
    r"|accepted|deferred|carried|CARRIED"
    r"|granted|refused|ratified|confirmed|APPROVED|AGREED|adjourned|withdrawn from the agenda)"
    r"|(?:DEFERRED|Deferred|REFUSED|GRANTED|APPROVED|ADJOURNED|Adjourned)\b(?=\s*(?:[–:,.-]|to|for|until"
    r"|subject|as))"
    r"|(?:Cytunwyd|Penderfynwyd|Cymeradwywyd|Penderfynodd|Cymeradwyodd|Cytunodd|Gohiriwyd|Cadarnhawyd)"
    r")\b(?P<rest>.*)",
    re.S,
)  # fmt: skip
_NOTED = re.compile(
    _LEAD + r"(?:" + BODY + r"\s+" + _ADVERBS + _AFTER_OTHERS + _ADVERBS + r"(?:(?:received"
    r"|considered) and )?" + NOTING_PAST
    + r"(?: and (?:received|noted))?\s+(?P<rest>.*)"
    r"|" + _MATTER + r"(?:received and )?(?:noted|received|NOTED)\b"
    r"|(?:Nodwyd|Nododd|Derbyniwyd|Derbyniodd)\b)",
    re.S,
)  # fmt: skip
_MINUTES = re.compile(
    r"\b(?:[Mm]inutes?|MINUTES|[Nn]otes?|[Rr]ecord|[Cc]ofnodion)\b.{0,300}?\b(?:was|were|are|be|been"
    r"|approved|agreed|confirmed|signed|accepted|adopted|cywir)\b",
    re.S,
)
_AS_RECORD = re.compile(
    r"\b(?:correct|true|accurate|fair)\b.{0,30}\brecord\b|\btaken as read\b|\bwere (?:duly )?(?:approved"
    r"|agreed|confirmed|accepted|adopted)\b"
    r"|\bwas (?:duly )?(?:approved|agreed|confirmed|accepted|adopted)\b|\bcofnod(?:ion)? cywir\b"
    r"|\bsigned as correct\b|\bwere APPROVED\b"
)
_ASKS = re.compile(
    r"^(?:To |Members are|The (?:Committee|Board|Panel) is (?:asked|invited))|\b(?:are|is) (?:asked"
    r"|invited|requested) to\b"
)
_ELECTED = re.compile(
    r"\b(?:was|were)\s+(?:then\s+|duly\s+|unanimously\s+|therefore\s+|re-)*(?:elected|appointed|nominated"
    r"|re-elected|re-appointed)\b"
    r".{0,60}\b(?:Chair|Vice|Convener|Chairman|Chairperson|Deputy|Mayor|chair|vice)"
)
_EARLIER = re.compile(
    r"\s*(?:in|on) (?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December|\d{4})\b|[^.;]{0,60}\b(?:previously|last (?:year|meeting|month)"
    r"|at (?:its|their|the) (?:(?:last|previous) meeting|(?:[A-Z]\w+ )?meeting (?:on|of|held)))\b"
)
_OPINION = re.compile(
    r"^\W*(?:that )?(?:it|this|there|these|they|such)\b[^.;]{0,30}\b(?:was|were|is|had|seemed"
    r"|would be)\b(?! (?:be|to be))[^.;]{0,30}"
    r"\b(?:important|essential|vital|key|crucial|useful|helpful|good|disappointing|necessary|clear|too"
    r"|very|difficult|need|needed|a |an )"
    r"|^\W*with\b"
)
_THAT = re.compile(r"^[\s,]*(?:unanimously |in principle |by consensus )?that\b")
_RESOLVING = re.compile(r"\b(?:be|would|will|shall|to be)\b|\bsubject to\b")
_SHOULD = re.compile(r"\bshould\b")
_FAILED = re.compile(r"^\s*(?:not|no further|none|nothing)\b(?! action)")

_SHAPED = re.compile(
    r"(?:[Tt]hat|THAT|[Ii]|[Bb]od|[Tt]o)\s+\S|(?:Approval|Permission|Consent|Agreement|Authority"
    r"|Planning permission) (?:was |is |be |to be )?(?:given|granted|refused)\b|(?:[Nn]ot to\s+)?(?i:"
    + DECIDING_BASE
    + "|"
    + NOTING_BASE
    + r")(?:s|d|ed)?\s"
    r"|(?:" + DECIDING_PAST + "|(?i:" + NOTING_PAST + r"))\b"
)
_TO_BE = re.compile(
    r"\b(?:be|is|are|was|were|been|be hereby)\s+(?:\w+ly\s+|hereby\s+|also\s+|not\s+){0,2}(?i:"
    + DECIDING_PAST
    + r"|noted|received|given|taken"
    r"|made|asked|requested|instructed|invited|thanked|published|submitted|implemented|reviewed|awarded"
    r"|allocated|increased|reduced"
    r"|amended|removed|retained|released|funded|permitted|allowed|brought|sent|written|reported"
    r"|circulated|added|extended|introduced"
    r"|closed|set|upheld|dismissed|waived|varied|revoked|suspended|issued|imposed|undertaken|progressed"
    r"|continued|advised|supported"
    r"|included|carried|withdrawn|held|excluded|used|transferred|sold|acquired|created|formed|prepared"
    r"|provided|considered"
    r"|tasked|directed|fixed|passed|signed|sealed|executed|served|discharged|entered|commended|welcomed"
    r"|congratulated|required)\b"
)
_WISH = re.compile(
    r"(?<!\bto)(?<!would)(?<!will)(?<!should)(?<!could)(?<!must)(?<!may)(?<!might)(?<!can)(?<!not) be \w+"
)
_OPENS_STORY = re.compile(
    r"(?:The |A |An |In |Mr|Mrs|Ms|Dr|Councillors? |Cllrs? |Members |At |It was reported|Following|There )"
)
_STORY_VERB = re.compile(
    r"\b(?:considered|received a|introduced|presented|explained|asked|commented|advised|reported"
    r"|highlighted|outlined|stated|informed"
    r"|welcomed|thanked|queried|raised|sought|expressed|responded|discussed|referred to|updated)\b"
)


def approves_minutes(sentence: str) -> bool:
    """Whether a sentence says that minutes were approved as a correct record."""
    return bool(_MINUTES.search(sentence[:600]) and _AS_RECORD.search(sentence)) and not _ASKS.search(
        sentence
    )


def elects(sentence: str) -> bool:
    """Whether a sentence says who was made chair."""
    return bool(_ELECTED.search(sentence[:400]))


def decides(sentence: str, *, last: bool) -> bool:
    """Whether a sentence says that the meeting decided something.

    "The Board agreed that timetables change too often" is a comment and does not; a wish ("should") counts
    only where the account ends with it.
    """
    match = _DECIDED.match(sentence[:1200])
    if not match or _ASKS.search(sentence):
        return False
    rest = match["rest"]
    if match["it"] and not rest.strip(" ."):  # "Mr Ash asked for a map. It was agreed." does not say what
        return False
    if _EARLIER.match(rest) or _OPINION.match(rest) or _FAILED.match(rest):
        return False
    if not _THAT.match(rest):
        return True
    return bool(_RESOLVING.search(rest)) or (last and bool(_SHOULD.search(rest)))


def notes(sentence: str) -> bool:
    """Whether a sentence says that the meeting noted or received something."""
    match = _NOTED.match(sentence[:1200])
    return match is not None and not _EARLIER.match(match["rest"] or "")


def shaped(text: str) -> bool:
    """Whether a text has the shape of a clause: "That …", "to approve …", "the report be noted"."""
    return bool(_SHAPED.match(text) or _TO_BE.search(text[:800])) or wishes(text)


def wishes(text: str) -> bool:
    """Whether a text says that something be done: "The recommendations be approved"."""
    return bool(_WISH.search(text[:800]))


def tells(text: str) -> bool:
    """Whether a paragraph tells what happened, rather than what was decided."""
    return bool(_OPENS_STORY.match(text) and _STORY_VERB.search(text[:300]))
