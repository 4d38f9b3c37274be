"""LaTeX sources set into PDFs in a temporary folder, so that one paper can be read in both forms.

Papers that use them need Debian's texlive-science, texlive-publishers and texlive-plain-generic besides what synth
needs; a paper that does not compile is named and left out. No shell escape: figures in .eps stay empty boxes.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TIMEOUT_S = 120
_STUBS = {
    "inconsolata.sty": "",
    "dsfont.sty": r"\newcommand{\mathds}[1]{\mathbb{#1}}",
    "psfig.sty": r"\newcommand{\psfig}[1]{}\newcommand{\epsfig}[1]{}",
    "anthology.bib": "",
    "showyourwork.sty": r"\newcommand{\variable}[1]{0}\newcommand{\script}[1]{}\newcommand{\showyourwork}{}",
}
"""Files that the TeX packages named above or the shared papers lack, and that change no words of the body."""


class Pair(NamedTuple):
    """One paper's name, its source folder, and its PDF (None: it did not compile)."""

    name: str
    source: Path
    pdf: bytes | None


def pairs(shared_data: Path, kept: Path | None) -> Iterator[Pair]:
    """Papers had in both forms: two as published, then every source as compiled here, AASTeX in two columns last.

    `kept` is a folder where the compiled PDFs stay between runs.
    """
    sources = shared_data / "arxiv_sources"
    manifest = [json.loads(line) for line in (sources / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    papers = [paper for paper in manifest if paper["folder"]]
    for paper in papers:
        published = shared_data / "arxiv_pdfs" / "pdfs" / f"{paper['arxiv_id']}.pdf"
        if published.is_file():
            yield Pair(f"{paper['arxiv_id']} as published", sources / paper["folder"], published.read_bytes())
    for paper in papers:
        folder = sources / paper["folder"]
        yield Pair(folder.name, folder, _kept(folder, paper["main"], kept))
    for line in (shared_data / "fields" / "front_matter.jsonl").read_text(encoding="utf-8").splitlines():
        file = shared_data / "fields" / json.loads(line)["file"]
        if file.suffix == ".tex":
            yield Pair(file.parent.name, file.parent, _kept(file.parent, file.name, kept))


def _kept(folder: Path, main: str, kept: Path | None) -> bytes | None:
    path = kept / f"{folder.name}.pdf" if kept else None
    if path and path.is_file():
        return path.read_bytes()
    pdf = _compile(folder, main)
    if path and pdf:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
    return pdf


def _compile(folder: Path, main: str) -> bytes | None:
    is_latex = b"\\document" in (folder / main).read_bytes()
    tex = ["pdflatex" if is_latex else "pdftex", "-interaction=nonstopmode", "-no-shell-escape", main]
    # latexmk runs nothing again after an error, and then every citation would stay a question mark.
    runs = [tex, ["bibtex", Path(main).stem], tex, tex] if is_latex else [tex]
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                target = place / path.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)  # the shared files are read-only, their copies must not be
        for name, content in _STUBS.items():
            (place / name).write_text(content)
        for run in runs:
            if run[0] == "bibtex" and not any(place.glob("*.bib")):
                continue  # the paper brings its own .bbl
            try:
                subprocess.run(run, cwd=place, capture_output=True, timeout=TIMEOUT_S, check=False)
            except (subprocess.TimeoutExpired, FileNotFoundError):
                return None
        made = (place / main).with_suffix(".pdf")
        return made.read_bytes() if made.is_file() else None
