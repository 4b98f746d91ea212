"""What sort of decision a clause is."""

from __future__ import annotations

import re

from archive.model import Kind
from archive.outcomes.votes import lost
from archive.outcomes.words import ADVERB, BODY, CYMRU, DECIDING_BASE

_MINUTES = re.compile(
    r"\b(?:minutes?|notes? of the|record of the|cofnodion|cofnod)\b.{0,400}?\b(?:approv|agree|confirm"
    r"|sign|accept|adopt|correct|accurate|taken as read|true record|cywir|gymeradw|cymeradw|gadarnha"
    r"|cadarnha|lofnod|llofnod)"
    r"|\b(?:approv|agree|confirm|sign|accept|adopt|cymeradw\w*|cadarnha\w*"
    r"|llofnod\w*)\w*\b.{0,60}?\b(?:minutes?|[cg]ofnodion)\b"
    r"|\b(?:correct|true|accurate)(?: and (?:correct|true|accurate))? record\b|\bcofnod(?:ion)? (?:cywir"
    r"|gwir)\b",
    re.I,
)
_CHAIR = re.compile(
    r"\b(?:re-?)?(?:elect|appoint|nominat)\w*\b.{0,120}?\b(?:vice[- ]|deputy )?(?:chair(?:man|person"
    r"|woman)?|convener|presid\w+|mayor)\b|\b(?:chair(?:man|person|woman)?|convener"
    r"|mayor)\b.{0,80}?\b(?:re-?)?(?:elected|appointed|nominated)\b"
    r"|\b(?:take|took|in) the chair\b|\b(?:ethol|penodi|hethol|phenodi)\w*\b.{0,120}?\b(?:nghadeirydd"
    r"|gadeirydd|cadeirydd|is-gadeirydd)\b",
    re.I,
)
_EXCLUSION = re.compile(
    r"\bexclu(?:de|ded|sion)\b.{0,80}?\b(?:press|public)\b|\b(?:press|public)\b.{0,80}?\bexclu(?:de|ded"
    r"|sion)\b|\b100A ?\(|\bschedule 12A\b|\bsection 50A|\b(?:gwahardd|eithrio"
    r"|cau allan)\b.{0,60}?\b(?:cyhoedd"
    r"|wasg)\b|\bAtodlen 12A\b"
    r"|\bstanding orders? .{0,40}?\bsuspended\b|\bsuspen\w+ .{0,40}?standing orders?\b|\b(?:be|was"
    r"|were) taken as read\b|\border of (?:business|the agenda)\b|\b(?:agenda )?items? \d+ (?:be|were"
    r"|was) (?:taken|considered"
    r"|brought|moved)\b|\bmeeting (?:be extended|continue (?:past|beyond))",
    re.I,
)
_DEFERRED = re.compile(
    r"\b(?:be|was|were|is|been|and)\s+(?:\w+ly\s+)?(?:deferred|adjourned)\b(?! payments?)|^\W*(?:that "
    r"|to )?(?:deferred|adjourned)\b(?! payments?)|\b(?:to|agreed|unanimously|committee|board|cabinet"
    r"|council|panel|members|that)\s+(?:defer"
    r"|adjourn)(?:s|red|ed)?\b(?! payments?)"
    r"|^\W*(?:that |to )?continue\w* consideration\b|^\W*(?:defer|adjourn)(?:s|red|ed)?\b|\bdeferred (?:to"
    r"|until|for|pending)\b|\bgohiri\w*|\bohirio\b",
    re.I,
)  # fmt: skip
_STEM = re.compile(
    r"(?:(?:that|to|i|bod)\s+)?(?:(?:(?-i:"
    + BODY
    + ")|"
    + CYMRU
    + r"|it was|it be|the committee|members)\s+)?(?:(?:"
    + ADVERB
    + r")\s+)*"
    r"(?:(?:agrees?|agreed|AGREED|resolved|resolves|decided|RESOLVED|DECIDED)(?:\s+unanimously)?\s+(?:to"
    r"|that)\s+)?"
    r"(?:(?:to|that|i|the report|it)\s+)?(?:(?:considered|received|discussed|thanked|welcomed|heard"
    r"|reviewed|debated)\b.{0,300}?\band\s+)?",
    re.I,
)
_NOTES = re.compile(
    r"(?:formally |hereby |also |duly )?(?:not(?:e|es|ed|ing)\b|receiv(?:e|es|ed|ing)\b(?! (?:a "
    r"|an )?(?:further|regular|updates?|future|quarterly|annual|another))(?! and (?:approv|adopt|agree))"
    r"|(?:take|took) note\b|acknowledge[sd]?\b|nod(?:i|wyd|odd)\b|derbyn\b|derbyniwyd\b|derbyniodd\b)",
    re.I,
)
_NOTED = re.compile(
    r"\b(?:be|was|were|been)\s+(?:\w+ly\s+)?(?:and\s+)?(?:received|noted|NOTED"
    r"|acknowledged)(?:,? and (?:noted|received|its contents noted))?\b"
    r"|^noted\W*$|\b(?:is|are) noted\b",
    re.I,
)
# "note that a report would be submitted" orders nothing.
_NO_FORECAST = r"(?<!would )(?<!will )(?<!could )(?<!might )"
_ALSO = re.compile(
    r"(?:,|;|\band|\bbut)\s+(?:to\s+|that\s+|also\s+|formally\s+"
    r"|unanimously\s+)*(?!thank|welcome)(?:" + DECIDING_BASE + r"(?:s|d|ed)?\b(?! (?:to|for|of|in)\b(?! the))"
    r"|approved\b|agreed\b|adopted\b|endorsed\b|supported\b)(?!\s+(?:by|in)\b)|" + _NO_FORECAST
    + r"\b(?:be|was"
    r"|were)\s+(?:\w+ly\s+)?(?:approved|agreed|adopted|endorsed|granted"
    r"|delegated|authorised|accepted|supported|given|referred|submitted|requested|asked|thanked|appointed"
    r"|recommended)\b|\band (?:approved|adopted|endorsed|agreed)\b|\band that\b.{0,160}"
    + _NO_FORECAST + r"\bbe (?!noted"
    r"|received)"
    r"|\band (?:that )?(?:the |an? )?[\w ]{2,60}" + _NO_FORECAST
    + r"\b(?:bring|provide|submit|write|report back|be brought"
    r"|be provided|be submitted)\b",
    re.I,
)  # fmt: skip


_DECLINED = re.compile(BODY + r" (?:did not|declined to) (?:agree|approve|support|accept|endorse)\b")


def kind(text: str, stem: str = "", title: str = "") -> Kind:
    """Name the sort of a decision; the list's stem and the item's title speak where the clause is silent."""
    if lost(text) or _DECLINED.match(text):
        return "not carried"
    if _procedural(text, title):
        return "procedural"
    if _DEFERRED.search(text[:600]):
        return "deferred"
    if _noting(text):
        return "noted"
    if stem and re.search(r"\b(?:not(?:e|es|ed)|NOTED|receive[ds]?|nodi)\W*$", stem):
        return "noted"
    return "substantive"


def _procedural(text: str, title: str) -> bool:
    """Whether it is about the minutes, the chair or who may stay in the room."""
    start = text[:600]
    if _MINUTES.search(start) and not _CONTAINED.search(start):
        return not _of_others(start)
    return bool(_CHAIR.search(start) or _EXCLUSION.search(start)) or _by_title(start, title)


_CONTAINED = re.compile(
    r"\b(?:recommendations?|resolutions?|decisions?|actions?)\b[^.;]{0,40}\bin the minutes\b", re.I
)


def _of_others(text: str) -> bool:
    """Whether minutes are only noted, as those of another body are: "the minutes of the Panel be noted"."""
    return bool(
        re.search(
            r"\bminutes\b.{0,120}\b(?:be|were|was) (?:received|noted)\b(?!.{0,40}(?:approv|confirm|sign"
            r"|correct|adopt|agree))",
            text,
            re.I,
        )
    )


_TITLE_OF_CHAIR = re.compile(
    r"\b(?:election|appointment|nomination)\b.{0,40}\b(?:vice|deputy|chair|convener)"
    r"|\bexclusion\b.{0,30}\b(?:public|press)\b|\bethol cadeirydd",
    re.I,
)
_SHORT_FORM = re.compile(r"\b(?:elected|appointed|nominated|agreed|be excluded|approved)\b", re.I)


def _by_title(text: str, title: str) -> bool:
    """Whether the title completes a short clause: "Councillor Reed was elected" under "Election of Chair"."""
    return len(text) < 160 and bool(_TITLE_OF_CHAIR.search(title)) and bool(_SHORT_FORM.search(text))


def _noting(text: str) -> bool:
    """Whether a clause only notes or receives."""
    start = text[:600]
    stem = _STEM.match(start)
    rest = start[stem.end() :] if stem else start
    if _NOTES.match(rest) or _NOTES.match(start):
        return not _ALSO.search(rest)
    return bool(_NOTED.search(rest)) and not _ALSO.search(_NOTED.sub("", rest, count=1))
