"""Sentences become blocks: a template under templates/report is filled with typed fragments and read as light Markdown.

A template has headings (`#`), paragraphs, items (`- `) and what Jinja inserts. Nothing inserted is read as markup: it
is stored as a fragment or a block, and a placeholder in the text is replaced after parsing. A bare number is refused: a
template prints one by `count`, which names what it counts, or by `setting`.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, Undefined, pass_context
from jinja2.runtime import Context

from synth.language.phrasing import NONE, count_word
from synth.models import CheckedClaim, Fragment, Grid, ItemList, Paragraph, ReportSection, Run
from synth.models.figure import Figure
from synth.models.report import Block, Count
from synth.report.ordering import Outline, papers_for_or_against
from synth.template_folders import environment, faults_named, load_all

Inserted = Fragment | Grid | Figure
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(rf"{_OPEN}(\d+){_CLOSE}")
_HEADING = re.compile(r"(#+)\s+(.*)")


def load_templates() -> None:
    """Load synth's own templates of reports, for which the first report need not wait then."""
    load_all(_environment(None))


class Composer:
    """Fills the templates of one report; `templates` is a folder of the user's own, whose files take precedence."""

    def __init__(self, base: Run, order: Outline, templates: Path | None = None) -> None:
        self._base = base
        self._order = order
        self._own = templates

    def paragraphs(self, template: str, **given: object) -> tuple[Paragraph, ...]:
        """The running text of a template without headings. Raises RenderingError for an error in the user's own."""
        blocks = self.blocks(template, **given)
        return tuple(block for block in blocks if isinstance(block, Paragraph))

    def blocks(self, template: str, **given: object) -> tuple[Block, ...]:
        """The blocks of a template without headings."""
        return _Parser(*self._filled(template, given)).blocks()

    def section(self, template: str, **given: object) -> ReportSection:
        """The section of a template that begins with a heading; deeper headings open subsections."""
        return _Parser(*self._filled(template, given)).section()

    def _filled(self, template: str, given: dict[str, object]) -> tuple[str, list[Inserted]]:
        inserted: list[Inserted] = []
        with faults_named(self._own):
            text = (
                _environment(self._own)
                .get_template(f"{template}.j2")
                .render(
                    base=self._base,
                    order=self._order,
                    quote=self.quote,
                    setting=self.setting,
                    count_claims=self.count_claims,
                    inserted=inserted,
                    **given,
                )
            )
        return text, inserted

    def quote(self, checked: CheckedClaim) -> tuple[Fragment, ...]:
        """A claim as a quotation with its sources and, where there are any, the papers that support or dispute it."""
        claim, order = checked.claim, self._order
        sources = tuple(order.reference_numbers[paper_id] for paper_id in (claim.paper_id, *claim.also_in))
        number = order.claim_numbers[claim.claim_id]
        pieces = [Fragment(text=claim.quotation, kind="quote", cites=sources, claim=number)]
        others = tuple(order.reference_numbers[paper_id] for paper_id in papers_for_or_against(checked))
        if others and checked.mark in ("corroborated", "contradicted"):
            pieces += [Fragment(text=f" ({checked.mark} by", cites=others), Fragment(text=")")]
        return tuple(pieces)

    def setting(self, name: str) -> Fragment:
        """A setting of the run by its slice and name ("claims.max_claims")."""
        part, _, field = name.partition(".")
        value = getattr(getattr(self._base.settings, part), field)
        return Fragment(text=count_word(value), kind="count", count=Count(name=name, value=value))

    def count_claims(
        self, name: str, claims: Sequence[CheckedClaim], value: int, one: str = "", many: str = ""
    ) -> tuple[Fragment, ...]:
        """A number counted over some claims of the report, with its noun."""
        numbers = tuple(sorted(self._order.claim_numbers[item.claim.claim_id] for item in claims))
        return counted(name, value, one, many, numbers)


def counted(name: str, value: int, one: str = "", many: str = "", claims: tuple[int, ...] = ()) -> tuple[Fragment, ...]:
    """A count in words up to twelve, else in digits, and the noun that agrees with it: "three papers"; "none" alone."""
    noun = one if value == 1 else many or (f"{one}s" if one else "")
    text = count_word(value) if value or noun else NONE
    number = Fragment(text=text, kind="count", count=Count(name=name, value=value, claims=claims))
    return (number, Fragment(text=f" {noun}")) if noun else (number,)


def strong(value: object) -> tuple[Inserted, ...]:
    """The same in bold."""
    return tuple(
        piece.model_copy(update={"kind": "strong"}) if isinstance(piece, Fragment) and not piece.count else piece
        for piece in _fragments(value)
    )


def listed(items: Iterable[object]) -> tuple[Inserted, ...]:
    """Items as a list in a sentence: "a", "a and b", "a, b and c"."""
    parts = [_fragments(item) for item in items]
    joined: list[Inserted] = []
    for place, part in enumerate(parts):
        if place:
            joined.append(Fragment(text=" and " if place == len(parts) - 1 else ", "))
        joined += part
    return tuple(joined)


def capital(value: object) -> tuple[Inserted, ...]:
    """The same with a capital at its beginning."""
    first, *rest = _fragments(value)
    if isinstance(first, Fragment):
        first = first.model_copy(update={"text": first.text[:1].upper() + first.text[1:]})
    return (first, *rest)


@pass_context
def _insert(context: Context, value: object) -> str:
    """Store what a template prints, and return a placeholder for it."""
    if isinstance(value, Undefined):
        return str(value)  # raises UndefinedError, which names it
    inserted: list[Inserted] = context["inserted"]
    first = len(inserted)
    inserted += _fragments(value)
    return "".join(f"{_OPEN}{place}{_CLOSE}" for place in range(first, len(inserted)))


def _fragments(value: object) -> tuple[Inserted, ...]:
    """What a template inserts, as fragments and blocks; text becomes a fragment. Raises TypeError for anything else."""
    if isinstance(value, Fragment | Grid | Figure):
        return (value,)
    if isinstance(value, str):
        return (Fragment(text=value, kind="name" if any(map(str.isdigit, value)) else "text"),) if value else ()
    if isinstance(value, tuple | list):
        return tuple(piece for item in value for piece in _fragments(item))
    raise TypeError(f"a template printed {value!r}: a number needs `count` or `setting`")


class _Parser:
    """Reads the output of a template, with placeholders for what was inserted."""

    def __init__(self, text: str, inserted: Sequence[Inserted]) -> None:
        self._lines = text.split("\n")
        self._inserted = inserted

    def section(self) -> ReportSection:
        """The one section of the text."""
        (section,) = self._sections(1)
        return section

    def blocks(self) -> tuple[Block, ...]:
        """The blocks up to the next heading."""
        blocks: list[Block] = []
        items: list[Paragraph] = []
        while self._lines and not _HEADING.match(self._lines[0]):
            text = self._paragraph()
            if text.startswith("- "):
                items.append(Paragraph(fragments=self._pieces(text[2:])))
                continue
            if text and items:
                blocks.append(ItemList(items=tuple(items)))
                items = []
            mark = _MARK.fullmatch(text)
            alone = self._inserted[int(mark[1])] if mark else None
            if isinstance(alone, Grid | Figure):
                blocks.append(alone)
            elif text:
                blocks.append(Paragraph(fragments=self._pieces(text)))
        return (*blocks, *([ItemList(items=tuple(items))] if items else []))

    def _paragraph(self) -> str:
        """The lines up to an empty one, a heading or the next item, as one; "" for an empty line."""
        text = [self._lines.pop(0)]
        while text[0].strip() and self._lines and self._lines[0].strip():
            if self._lines[0].startswith("- ") or _HEADING.match(self._lines[0]):
                break
            text.append(self._lines.pop(0))
        return " ".join(" ".join(text).split())

    def _sections(self, level: int) -> tuple[ReportSection, ...]:
        found = []
        while self._lines:
            heading = _HEADING.match(self._lines[0])
            if heading is None:
                if self._lines[0].strip():
                    raise TypeError(f"a template has text before its heading: {self._lines[0]!r}")
                self._lines.pop(0)
                continue
            if len(heading[1]) < level:
                break
            self._lines.pop(0)
            title = "".join(piece.text for piece in self._pieces(heading[2].strip()))
            found.append(ReportSection(heading=title, blocks=self.blocks(), subsections=self._sections(level + 1)))
        return tuple(found)

    def _pieces(self, text: str) -> tuple[Fragment, ...]:
        pieces: list[Fragment] = []
        for place, part in enumerate(_MARK.split(text)):
            inserted = self._inserted[int(part)] if place % 2 else Fragment(text=part)
            if not isinstance(inserted, Fragment):
                raise TypeError("a template has a table or a figure within a paragraph")
            plain = inserted == Fragment(text=inserted.text)
            if plain and pieces and pieces[-1] == Fragment(text=pieces[-1].text):
                pieces[-1] = Fragment(text=pieces[-1].text + inserted.text)
            elif inserted.text or inserted.cites:
                pieces.append(inserted)
        return tuple(pieces)


@cache
def _environment(templates: Path | None) -> Environment:
    made = environment("report", templates, finalize=_insert)
    made.globals.update(count=counted, listed=listed, strong=strong)
    made.filters["capital"] = capital
    return made
