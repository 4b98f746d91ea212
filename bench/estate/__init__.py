"""An invented council of any size, for simulations and load: `Estate` plans it, `answer` gives its pages.

Nothing is stored: a page follows from the estate's numbers, its address and the day it is asked for.

    Estate.listed ─→ Estate.sitting ─→ Sitting.shown(day) ─→ pages, service ─→ answer
    which meetings   with all that     what there is of it   HTML, XML
    there are        will happen       on that day

The sample council of `web.demo` is the opposite: small, rich in quirks, and written by hand.
"""

from bench.estate.answers import answer
from bench.estate.plan import Estate

__all__ = ["Estate", "answer"]
