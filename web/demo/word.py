"""The HTML that Word and the site make of some lines: residue, hand-made lists, hard wraps, nested tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.entities import codepoint2name
from itertools import groupby
from zlib import crc32

from web.demo.council import Line

CUT_AT = 500  # words of an item's minutes that a meeting page shows
WIDTH = 67
BREAK = "\x00"  # where a tag may be broken without a space: `class=` and then the value
BLANK = '<p class="MsoNormal">&nbsp;</p>'
KEPT = "\x01"  # a space that must stay on its line: it stands inside an attribute's value
GAP = f'<span style={BREAK}"font:7.0pt{KEPT}&quot;Times{KEPT}New{KEPT}Roman&quot;">&nbsp;&nbsp;&nbsp;</span>'
MARKER = re.compile(r"^(RESOLVED|AGREED|PENDERFYNWYD|Resolved|RECOMMENDED)\b")
UNKNOWN_TO_WORD = re.compile(
    r"\b(Ebbsmouth|Wexcombe|Mardle|Quillhaven|Tarnsea|Oystergate|Brindlewick|Fenwold|Sallowby|Hythemere|Ketterly)\b"
)


def words(lines: Sequence[Line]) -> int:
    """Count the words of some lines, with the numbers of clauses but not the signs of bullets."""
    return sum(_marks(line) + len(_words(line)) for line in lines)


def cut(lines: Sequence[Line], limit: int = CUT_AT) -> tuple[tuple[Line, ...], bool]:
    """Keep the first `limit` words of some lines; say whether anything was dropped."""
    kept: list[Line] = []
    left = limit
    for line in lines:
        length = words([line])
        if length > left:
            room = left - _marks(line)
            if room > 0:
                style = "paragraph" if line.cells else line.style
                kept.append(Line(" ".join(_words(line)[:room]), style, line.mark))
            return tuple(kept), True
        kept.append(line)
        left -= length
    return tuple(kept), False


def ascii_text(text: str) -> str:
    """Write text in ASCII, everything else as named entities where HTML has a name."""
    return "".join(_entity(c) for c in text)


def word_block(lines: Sequence[Line], tail: str = "") -> str:
    """Return Word's HTML for some lines; `tail` is markup that ends the last of them."""
    parts: list[str] = []
    groups = [(style, list(group)) for style, group in groupby(lines, key=_group)]
    for place, (style, group) in enumerate(groups):
        end = tail if place == len(groups) - 1 else ""
        parts += _GROUPS[style](group, end)
    return '<div class="mgWordPara"><div class="WordSection1">\n' + "\n".join(parts) + "\n</div>\n</div> \n"


def _marks(line: Line) -> int:
    return 0 if line.style == "bullet" else len(line.mark.split())


def _words(line: Line) -> list[str]:
    return " ".join(line.cells).split() if line.cells else line.text.split()


def _entity(char: str) -> str:
    if char == '"' or (char.isascii() and char not in "&<>"):
        return char
    name = codepoint2name.get(ord(char))
    return f"&{name};" if name else f"&#{ord(char)};"


def _group(line: Line) -> str:
    if line.style == "bullet":
        return "disc" if line.mark == "•" else "symbol"
    if line.style == "numbered":
        return "typed" if line.mark.startswith("(i") else "list"
    return line.style


def _inline(text: str) -> str:
    """Escape text, with the words Word does not know marked and the clerk's marker in bold."""
    markup = MARKER.sub(r"<b>\1</b>", ascii_text(text))
    markup = UNKNOWN_TO_WORD.sub(rf'<span class={BREAK}"SpellE">\1</span>', markup)
    if crc32(text.encode()) % 5 == 0:
        return f'<span style={BREAK}"">{markup}<span style={BREAK}"">&nbsp;</span></span>'
    return markup


def _wrap(markup: str) -> str:
    """Break markup into lines of at most 67 characters, in the middle of tags as readily as of sentences."""
    lines, line = [], ""
    for piece in re.split(f"(?<=[ {BREAK}])", markup):
        if line and len(line) + len(piece.rstrip(f" {BREAK}")) > WIDTH:
            lines.append(line.rstrip(" "))
            line = ""
        line += piece.replace(BREAK, "")
    return "\n".join([*lines, line]).replace(KEPT, " ")


def _paragraphs(group: list[Line], tail: str) -> list[str]:
    out = []
    for line in group:
        look = (
            f'style="font-style:{KEPT}italic" '
            if line.text.startswith("(") and line.text.endswith(")")
            else ""
        )
        end = tail if line is group[-1] else ""
        mark = f"{line.mark}&nbsp; " if line.mark else ""
        out += [_wrap(f'<p {look}class="MsoNormal">{mark}{_inline(line.text)}{end}</p>'), BLANK]
    return out


def _headings(group: list[Line], tail: str) -> list[str]:
    return [
        _wrap(f'<p class="MsoNormal"><b style={BREAK}"">{ascii_text(h.text)}</b>{tail}</p>') for h in group
    ]


def _disc(group: list[Line], tail: str) -> list[str]:
    items = [
        _wrap(f'<li class="MsoNormal" style="">{_inline(b.text)}{tail if b is group[-1] else ""}</li>')
        for b in group
    ]
    return ['<ul style="margin-top:0cm" type="disc">', *items, "</ul>", BLANK]


def _listed(group: list[Line], tail: str, sign: str = "") -> list[str]:
    """Return list paragraphs with numbers or signs typed by hand, and a class for each place in the list."""
    out = []
    for place, line in enumerate(group):
        last = place == len(group) - 1
        where = "Last" if last else "Middle" if place else "First"
        name = "MsoListParagraph" if len(group) == 1 else f"MsoListParagraphCxSp{where}"
        font = f' style={BREAK}"font-family:Symbol"' if sign else f' style={BREAK}""'
        mark = f'<span{font}><span style={BREAK}"">{sign or line.mark}{GAP}</span></span>'
        end = tail if last else ""
        out.append(
            _wrap(f'<p class="{name}" style="text-indent:-18.0pt"> {mark} {_inline(line.text)}{end}</p>')
        )
        if not last:
            out.append(f'<p class="{name}">&nbsp;</p>')
    return [*out, BLANK]


def _symbols(group: list[Line], tail: str) -> list[str]:
    return _listed(group, tail, sign="&middot;")


def _table(group: list[Line], tail: str) -> list[str]:
    rows = []
    for line in group:
        cells = "".join(
            f'<td style={BREAK}"padding:0cm{KEPT}5.4pt"> <p class="MsoNormal">{ascii_text(c)}</p></td> '
            for c in line.cells
        )
        rows.append(_wrap(f"<tr> {cells}</tr>"))
    end = [_wrap(f'<p class="MsoNormal">{tail}</p>')] if tail else []
    table = '<table class="MsoTableGrid" border="1" cellspacing="0" cellpadding="0"\nstyle="border:none">'
    return [table, "<tbody>", *rows, "</tbody>", "</table>", BLANK, *end]


_GROUPS = {
    "paragraph": _paragraphs,
    "typed": _paragraphs,
    "heading": _headings,
    "disc": _disc,
    "symbol": _symbols,
    "list": _listed,
    "row": _table,
}
