"""The vocabulary of minutes: who decides, who acts, and the verbs of deciding. Strings of regex, no rules."""

from __future__ import annotations

_NAMED = r"(?:(?:[A-Z][\w’'&/-]{0,40},?|and|of|for|on|&|-|–|Joint|joint|local|full)\s+){0,10}?"
_BODIES = (
    r"(?:(?:[Ss]ub-?\s?|[Ww]orking )?[Cc]ommittee|[Bb]oard|[Cc]abinet|[Cc]ouncil|[Pp]anel|CABINET|COMMITTEE"
    r"|COUNCIL|Executive|[Ff]orum|[Aa]uthority|[Cc]ommission|[Pp]artnership|[Tt]rustees|[Gg]overnors"
    r"|[Aa]ssembly"
    r"|[Mm]eeting"
    r"|[Gg]roup|[Cc]onference|(?:Cabinet|Executive|Lead) Member|Executive Councillor|IJB|Mayor|Leader"
    r"|Commissioner|[Mm]embers|Councillors|Leaders|Directors|Partners|Chair and [Mm]embers|Parish)"
)
BODY = (
    r"(?:(?:[Tt]he|THE|[Tt]his|All)\s+)?"
    + _NAMED
    + _BODIES
    + r"(?:\s+for\s+(?:[A-Z][\w’'-]{0,30}(?:,|\s+and|\s+of)?\s+){1,5}(?=[a-z]))?"
)
"""A body that decides, with its article: "The Health and Wellbeing Board", "Members"."""

CYMRU = (
    r"(?:[Yy] (?:[Pp]wyllgor|[Bb]wrdd|[Cc]abinet|[Cc]yngor|[Pp]anel)|[Rr]oedd yr [Aa]elodau"
    r"|[Yy]r [Aa]elodau)"
)

DECIDING_PAST = (
    r"(?i:agreed|approved|endorsed|decided|determined|adopted|granted|refused|ratified|accepted|authorised"
    r"|delegated|deferred|adjourned|nominated|(?:re-?)?appointed|(?:re-)?elected|confirmed|recommended"
    r"|declined"
    r"|rejected|referred"
    r"|concurred"
    r"|voted(?:,? (?:unanimously|\w+ to \w+|by [^.;:]{1,60}?|\(?\d{1,2}[^.;:]{1,40}?))?,? to\b(?= [a-z])"
    r"|signed|suspended|excluded|established|ruled|commissioned)"
)
NOTING_PAST = r"(?:noted|received|NOTED|RECEIVED|took note)"
DECIDING_BASE = (
    r"(?:agree|approve|endorse|adopt|delegate|authorise|grant|refuse|recommend|(?:re-?)?appoint|elect"
    r"|support|accept|ratify|confirm|instruct|request|refer|defer|adjourn|nominate|establish|allocate"
    r"|award|allow|permit"
    r"|determine|continue|set"
    r"|increase|reduce|amend|remove|proceed|commission|create|implement|exclude|suspend|welcome|thank"
    r"|invite|ask|write|submit|publish|acquire|introduce|retain|close|extend|make|give|reject|consult"
    r"|undertake|require"
    r"|review|monitor|hold)"
)
NOTING_BASE = r"(?:note|receive|take note of|acknowledge)"
ADVERB = (
    r"(?:also|then|therefore|thereafter|unanimously,?|duly|subsequently|further|formally|hereby|accordingly"
    r"|otherwise|all|both|jointly|in principle|by consensus|by assent|on balance|collectively|now)"
)

OFFICE = (
    r"(?:(?i:officers?|directors?|heads?|chief|managers?|clerk|(?:vice-)?chair(?:man|person|woman)?|leader"
    r"|convener|secretary(?! of state)|secretariat|solicitor|treasurer|leads?|holders?|advis[eo]rs?"
    r"|engineer|planner"
    r"|auditors?"
    r"|commander|superintendent|inspector|co-?ordinator|team|services?|administrator|members?|registrar"
    r"|surveyor|master|warden|librarian|analyst|consultants?|accountant|counsel|lawyer|partners?|task group"
    r"|working group)|Executive|Mayor|Provost|Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?"
    r"|Cyfarwyddwr|Pennaeth|Prif|Clerc|[Ss]wyddog(?:ion)?|Rheolwr|Arweinydd|Cynghorydd|Cadeirydd)"
)
"""A word that marks somebody who can be given a task."""
