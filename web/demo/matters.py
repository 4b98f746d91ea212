"""Every hand-written matter of the sample, and those that come back each year."""

from __future__ import annotations

from web.demo.matter import Matter
from web.demo.matters_cabinet import CABINET
from web.demo.matters_council import COUNCIL
from web.demo.matters_people import PEOPLE
from web.demo.matters_planning import PLANNING

MATTERS: tuple[Matter, ...] = (*COUNCIL, *CABINET, *PLANNING, *PEOPLE)
