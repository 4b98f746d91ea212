"""The vocabulary of minutes: who decides, who acts, and the verbs of deciding. Strings of regex, no rules."""

from __future__ import annotations

_NAMED = r"(?:(?:[A-Z][\w’'&/-]{0,40},?|and|of|for|on|&|-|–|Joint|joint|local|full)\s+){0,10}?"
_BODIES = (
    r"(?:(?:[Ss]ub-?\s?|[Ww]orking )?[Cc]ommittee|[Bb]oard|[Cc]abinet|CABINET|COMMITTEE|[Cc]ouncil"
    r"|COUNCIL|[Pp]anel"
    r"|Executive|[Ff]orum|[Aa]uthority|[Cc]ommission|[Pp]artnership|[Tt]rustees|[Gg]overnors|[Aa]ssembly"
    r"|[Mm]eeting"
    r"|[Gg]roup|[Cc]onference|Cabinet Member|Executive Councillor|Executive Member|Lead Member|IJB"
    r"|Joint Board"
    r"|Mayor|Leader|Commissioner|[Mm]embers|Councillors|Leaders|Directors|Partners|Chair and [Mm]embers"
    r"|Parish)"
)
BODY = (
    r"(?:(?:[Tt]he|THE|[Tt]his|All)\s+)?"
    + _NAMED
    + _BODIES
    + r"(?:\s+for\s+(?:[A-Z][\w’'-]{0,30}(?:,|\s+and|\s+of)?\s+){1,5}(?=[a-z]))?"
)
"""A body that decides, with its article: "The Health and Wellbeing Board", "Members"."""

CYMRU = (
    r"(?:[Yy] (?:[Pp]wyllgor|[Bb]wrdd|[Cc]abinet|[Cc]yngor|[Pp]anel)|[Rr]oedd yr [Aa]elodau|[Yy]r [Aa]elodau)"
)

DECIDING_PAST = (
    r"(?:agreed|approved|endorsed|decided|determined|adopted|granted|refused|ratified|accepted|authorised"
    r"|delegated"
    r"|deferred|adjourned|nominated|appointed|elected|re-elected|confirmed|recommended|declined|rejected"
    r"|referred"
    r"|concurred|voted to|signed|suspended|excluded|established|ruled|commissioned|reappointed|re-appointed"
    r"|AGREED|APPROVED|ENDORSED|DECIDED|DETERMINED|ADOPTED|GRANTED|REFUSED|DEFERRED|ACCEPTED)"
)
NOTING_PAST = r"(?:noted|received|NOTED|RECEIVED|took note)"
DECIDING_BASE = (
    r"(?:agree|approve|endorse|adopt|delegate|authorise|authorize|grant|refuse|recommend|appoint"
    r"|re-?appoint|elect|support"
    r"|accept|ratify|confirm|instruct|request|refer|defer|adjourn|nominate|establish|allocate|award|allow"
    r"|permit|determine"
    r"|continue|set|increase|reduce|amend|remove|proceed|commission|create|implement|exclude|suspend"
    r"|welcome|thank"
    r"|invite|ask|write|submit|publish|transfer|sell|dispose|acquire|enter|introduce|retain|close|extend"
    r"|make|give"
    r"|reject|decline|revoke|vary|consult|undertake|commend|direct|require|homologate|convene|co-opt"
    r"|waive|uphold"
    r"|dismiss|lease|insert|delete|replace|rename|substitute|purchase|release|fund|provide|include|add"
    r"|remit|seek|designate|withdraw|review"
    r"|monitor|hold|move)"
)
NOTING_BASE = r"(?:note|receive|take note of|acknowledge)"
ADVERB = (
    r"(?:also|then|therefore|thereafter|unanimously|duly|subsequently|further|formally|hereby|accordingly"
    r"|all|both|jointly"
    r"|unanimously,?|in principle|by consensus|by assent|on balance|collectively|now)"
)

OFFICE = (
    r"(?:[Oo]fficers?|Director|Head|Chief|Manager|Clerk|[Cc]hair(?:man|person|woman)?"
    r"|Vice-[Cc]hair(?:man)?|Leader|Convener"
    r"|Secretary(?! of State)|[Ss]ecretariat|Solicitor|Treasurer|Lead|Holder|Holders|Advis[eo]rs?"
    r"|Engineer|Planner|Auditors?"
    r"|Commander|Superintendent|Inspector|Coordinator|Co-ordinator|Team|[Tt]eam|Service|Services"
    r"|Administrator"
    r"|Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|[Mm]embers?|Registrar|Surveyor|Librarian"
    r"|Analyst|Consultant"
    r"|consultants?|Accountant|Counsel|Lawyer|Partners?|partners|Executive|Director’s|Directors|Managers"
    r"|Heads"
    r"|[Tt]ask [Gg]roup|[Ww]orking [Gg]roup|Cyfarwyddwr|Pennaeth|Prif|Clerc|[Ss]wyddogion|Cynghorydd"
    r"|Cadeirydd)"
)
"""A word that marks somebody who can be given a task."""

TASK = (
    r"(?:writes?|provide|circulate|report|bring|submit|prepare|produce|arrange|contact|investigate|review"
    r"|consult|send|share"
    r"|undertake|develop|explore|ensure|liaise|update|seek|make|take|carry|draft|issue|respond|meet|work"
    r"|continue|proceed"
    r"|monitor|set|look|consider|present|convene|raise|feed|feedback|inform|organise|finalise|publish"
    r"|complete|conduct|add"
    r"|include|attend|follow|give|invite|request|ask|speak|discuss|examine|amend|advise|check|confirm"
    r"|obtain|gather|collate"
    r"|compile|identify|commission|pursue|chase|schedule|book|put|distribute|forward|email|e-mail|notify"
    r"|assess|engage"
    r"|start|begin|implement|establish|approach|progress|facilitate|clarify|supply|map|test|visit|return"
    r"|sign|serve|enter"
    r"|negotiate|advertise|promote|support|create|install|survey|repair|record|note|find|approve|agree"
    r"|remind|reply|join)"
)
