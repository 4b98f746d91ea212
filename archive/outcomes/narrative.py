"""Decisions told in a sentence of their own, such as "The Board agreed the plan", without a marker."""

from __future__ import annotations

import re

from archive.outcomes.words import ADVERB, BODY, DECIDING_BASE, DECIDING_PAST, NOTING_BASE, NOTING_PAST

_LEAD = (
    r"(?:(?:Having|After|Following|On|Upon)\b[^.;:]{0,240}?\s(?=(?:the|it was|[Mm]embers)\s)"
    r"|(?:Following|After|Having|In|On|Upon|Accordingly|Therefore|Consequently|Subject|Subsequently|At|With"
    r"|By|Under|Being|Moved|Proposed|Seconded|Thereafter|Whilst|While|Given|As|For|Councillor|Cllr"
    r"|It was (?:moved"
    r"|proposed)|Ar ôl|Yn dilyn)"
    r"\b[^.;:]{0,240}?(?:,| and)\s+)?"
)
_AFTER_OTHERS = (
    r"(?:(?:considered|received|discussed|reviewed|thanked|welcomed|debated|heard|supported|noted"
    r"|scrutinised|examined)\b"
    r"[^.;:]{0,300}?(?:,|\band)\s+)?"
)
_ADVERBS = r"(?:" + ADVERB + r"\s+){0,3}"
_BODY_DID = BODY + r"(?:,[^,.;:]{1,80},)?\s+" + _ADVERBS + _AFTER_OTHERS + _ADVERBS
_DECIDED = re.compile(
    _LEAD + r"(?:" + _BODY_DID + r"(?P<verb>" + DECIDING_PAST + r")"
    r"|(?:[Ii]t was (?:moved|proposed)|Moved|Proposed|Councillor|Cllr)\b[^;:]{0,240}?\b(?:and"
    r"|it was)\s+" + _ADVERBS
    + r"(?P<moved>agreed|carried)"
    r"|[Ii]t was " + _ADVERBS + r"(?P<it>agreed|decided|determined|approved|AGREED|DECIDED)"
    r"|(?:DEFERRED|Deferred|REFUSED|GRANTED|APPROVED|ADJOURNED|Adjourned)\b(?=\s*(?:[–:,.-]|to|for|until"
    r"|subject|as))|(?:Cytunwyd|Penderfynwyd|Cymeradwywyd|Penderfynodd|Cymeradwyodd|Cytunodd|Gohiriwyd"
    r"|Cadarnhawyd)"
    r")\b(?P<rest>.*)",
    re.S,
)  # fmt: skip
# "The revised framework was": any subject without a clause in it, unlike "He said that the scheme was".
_MATTER = re.compile(
    r"(?!(?:It|This|That|They|There) (?:was|were)\b)(?:(?!(?:that|which|who|whether|if|when|had|said"
    r"|reported|advised|stated|explained|asked|told|believed|No|None|Nothing)\b)"
    r"[^\s;:]+\s+){1,60}?(?:was|were)\s+"
    + _ADVERBS
    + r"(?:put to the vote and (?:was |were )?|received and )?(?:(?P<decided>approved|agreed|adopted"
    r"|endorsed|accepted|deferred"
    r"|carried|CARRIED|granted|refused|ratified|confirmed|APPROVED|AGREED|adjourned"
    r"|withdrawn from the agenda)"
    r"|(?P<noted>noted|NOTED)|(?P<received>received))\b(?!\s+that\b)(?P<rest>.*)",
    re.S,
)
_BY_OTHERS = re.compile(
    r"^\s*by (?!(?:the )?(?:\w+ )?(?:[Cc]ommittee|[Bb]oard|[Pp]anel|Cabinet|Council\b|[Mm]embers|[Mm]eeting"
    r"|general|unanim\w+|majority|acclamation|consensus|assent)|an?\b|\d)"
)
_GIVEN = re.compile(r"^\s(?:an?|the|his|her|its|their)\s")  # "was refused a licence" tells of an applicant
_REMARK = re.compile(
    r".{0,60}\b(?:comments?|concerns?|points?|questions?|views?|thanks|remarks?) (?:was|were)\b"
)
_ARTICLE = re.compile(r"(?:The|This (?:item|matter|application|report)|All|An?|Both|These|Consideration)\b")
_NOTED = re.compile(
    _LEAD + r"(?:" + _BODY_DID + r"(?:(?P<received>received)|" + NOTING_PAST + r"|agreed to (?:note|receive))"
    r"(?: and (?:noted|received|thanked|welcomed))?"
    r"|(?:Nodwyd|Nododd|Derbyniwyd|Derbyniodd))\b(?P<fact>,? that\b)?(?P<rest>.*)",
    re.S,
)
_MINUTES = re.compile(
    r"\bsigned the minutes\b|\b(?:[Mm]inutes?(?! (?:[Nn]o\.? ?)?\d)|MINUTES|[Nn]otes?|[Rr]ecord"
    r"|[CcGg]ofnodion)\b.{0,300}?\b(?:was|were|are|be|been"
    r"|approved|agreed|confirmed|signed|accepted|adopted|cywir)\b",
    re.S,
)
_AS_RECORD = re.compile(
    r"\b(?:correct|true|accurate|fair)\b.{0,30}\brecord\b|\btaken as read\b|\bwere (?:duly )?(?:approved"
    r"|agreed|confirmed|accepted|adopted)\b|\bwas (?:duly )?(?:approved|agreed|confirmed|accepted"
    r"|adopted)\b|\bcofnod(?:ion)? cywir\b"
    r"|\bfel (?:rhai|cofnod) cywir\b"
    r"|\bsigned (?:the minutes|as correct)\b|\bwere APPROVED\b"
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
    r"|November|December|\d{4})\b|[^.;]{0,60}\b(?:previously|last (?:year|meeting|month)(?![’'])"
    r"|at (?:its|their|the) (?:(?:last|previous) meeting|(?:[A-Z]\w+ )?meeting (?:on|of|held)))\b"
)
_OPINION = re.compile(
    r"^\W*(?:that )?(?:it|this|there|these|they|such)\b[^.;]{0,30}\b(?:was|were|is|had|seemed"
    r"|would be)\b(?! (?:be|to be))[^.;]{0,30}"
    r"\b(?:important|essential|vital|key|crucial|useful|helpful|good|disappointing|necessary|clear|too"
    r"|very|difficult|need|needed|a |an )|^\W*with\b"
)
_THAT = re.compile(r"^[\s,]*(?:unanimously |in principle |by consensus )?that\b")
_RESOLVING = re.compile(r"\b(?:be|would|will|shall|to be)\b|\bsubject to\b")
_SHOULD = re.compile(r"\bshould\b")
# What only a fact has: "agreed that letters bear a signature" orders, "agreed that the pool was old" tells.
_FACT = re.compile(
    r"\b(?:was|were|had|has|is|are|did|does|too|very|often|already|could|might|may|needs?|agreed)\b"
)
_SUBORDINATE = re.compile(r"(?<=\w\w)\s(?:which|who|that|where|when)\b")
_ALSO = re.compile(BODY + r" (?:also|further)\b")
_MEMBERS = re.compile(r"(?:\w+ )?[Mm]embers\b")
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
    r"\b(?:be|is|are|was|were|been)\s+(?:\w+ly\s+|hereby\s+|also\s+|not\s+){0,2}(?:"
    + DECIDING_PAST
    + r"|noted|received|given|taken|made|asked|requested|instructed|invited|thanked)\b"
)
_WISH = re.compile(
    r"(?<!\bto)(?<!would)(?<!will)(?<!should)(?<!could)(?<!must)(?<!may)(?<!might)(?<!can)(?<!not) be \w+"
)
_VERB_OF_CLAUSE = re.compile(
    r"(?:[Tt]hat\s+|[Tt]o\s+)?(?:" + BODY + r"\s+)?(?:" + DECIDING_BASE + "|" + NOTING_BASE + r")s?\s"
)
_OPENS_STORY = re.compile(
    r"(?:The |A |An |In |Mr|Mrs|Ms|Dr|Councillors? |Cllrs? |Members |At |It was reported|Following|There )"
)
_STORY_VERB = re.compile(
    r"\b(?:considered|received a|introduced|presented|explained|asked|commented|advised|reported"
    r"|highlighted|outlined|stated|informed|welcomed|thanked|queried|raised|sought|expressed|responded"
    r"|discussed|referred to|updated)\b"
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
    """Whether a sentence says that the meeting decided something; `last` where the account ends with it.

    "The Board agreed that timetables change too often" is a comment and does not. A wish ("should") or a bare
    order ("that letters bear a signature") counts only at the end.
    """
    match = _DECIDED.match(sentence[:1200])
    if not match or _ASKS.search(sentence):
        return False
    rest = match["rest"]
    if match["it"] and not rest.strip(" ."):  # "Mr Ash asked for a map. It was agreed." does not say what
        return False
    if _EARLIER.match(rest) or _OPINION.match(rest) or _FAILED.match(rest):
        return False
    if not _THAT.match(rest) or _RESOLVING.search(rest) or match["moved"]:
        return True
    order = _SUBORDINATE.split(rest)[0]
    return last and (bool(_SHOULD.search(rest)) or not (_FACT.search(order) or _MEMBERS.match(sentence)))


def passes(sentence: str, *, alone: bool) -> bool:
    """Whether a sentence says what became of a matter: "The revised framework was approved".

    Among other sentences (not `alone`) "Staff changes were noted" is a remark; "The report was noted" is not.
    """
    match = _MATTER.match(sentence[:1200])
    if not match or match["received"] or _ASKS.search(sentence) or _REMARK.match(sentence):
        return False
    rest = match["rest"]
    if any(other.match(rest) for other in (_EARLIER, _OPINION, _BY_OTHERS, _GIVEN)):
        return False
    return alone or bool(_ARTICLE.match(sentence))


def notes(sentence: str, *, last: bool = True) -> bool:
    """Whether a sentence says that the meeting noted something.

    Having received it, or having noted a fact ("noted that costs had risen") or another thing ("also noted"),
    counts only where the account ends.
    """
    match = _NOTED.match(sentence[:1200])
    if match is None:
        passive = _MATTER.match(sentence[:1200]) if last else None
        return passive is not None and bool(passive["received"])
    if not last and (match["received"] or match["fact"] or _ALSO.match(sentence)):
        return False
    return not _EARLIER.match(match["rest"])


def shaped(text: str) -> bool:
    """Whether a text has the shape of a clause: "That …", "to approve …", "the report be noted"."""
    return bool(_SHAPED.match(text) or _TO_BE.search(text[:800])) or wishes(text)


def wishes(text: str) -> bool:
    """Whether a text says that something be done: "The recommendations be approved"."""
    return bool(_WISH.search(text[:800]))


def predicates(text: str) -> bool:
    """Whether a text is a clause with a verb of its own: "the fee be raised", "the Council support it"."""
    return bool(wishes(text) or _VERB_OF_CLAUSE.match(text))


def tells(text: str) -> bool:
    """Whether a paragraph tells what happened, rather than what was decided."""
    return bool(_OPENS_STORY.match(text) and _STORY_VERB.search(text[:300]))
