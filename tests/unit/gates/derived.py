"""A paper made of a sentence and a table, and what the finder makes of it."""

from pathlib import Path

from synth.gates import find_derivations
from synth.models import Derivation
from synth.reading import read_paper

WORDS = "The reader selects passages and answers the question with a span of the text. " * 4


def found(tmp_path: Path, body: str, table: str, abstract: str = "") -> list[Derivation]:
    """The numbers of the sentences that follow from others; those of the table's own cells are left out."""
    source = (
        rf"\documentclass{{article}}\begin{{document}}\begin{{abstract}}{abstract}\end{{abstract}}"
        rf"\section{{Results}}{WORDS}{table}{body}\end{{document}}"
    )
    path = tmp_path / "paper.tex"
    path.write_text(source, encoding="utf-8")
    return [item for item in find_derivations(read_paper(path)) if not item.text.startswith("Table ")]
