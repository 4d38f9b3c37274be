"""Find every quotation of a finished report in the cited paper's own file, at the page it names; figures as JSON.

python -m benchmarks.trace RUN --papers PATH... [--every-sentence]

RUN is a run folder with report.pdf; PATH are the files and folders that the run was given. Quotations, reference list,
sections and pages are read back from the PDF; the manifest tells only the SHA-256 of the papers. A quotation of LaTeX,
which has no pages, is looked for under the section named. --every-sentence looks for every sentence of documents/ that
is fit to quote as well: what any other question could quote. Exit code 1 when a quotation is not found at its place.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.trace.cited import (
    CitedPaper,
    cited_papers,
    latex_texts,
    latex_texts_with_formulas,
    pdf_lines,
    pdf_pages,
)
from benchmarks.trace.latex_search import Located, ascii_only, locate, under_heading
from benchmarks.trace.printed import Quotation, read_report
from benchmarks.trace.streams import MIN_PIECE, Found, find_in_lines, find_on_page, letters, longest_prefix

PAGES_OF_FLOATS = 3  # that a sentence may run on over: one of 2203.02155 begins on page 58 and ends on page 60
MIN_LETTERS = 8  # of a quotation; less is found anywhere
_SENTENCE_END = re.compile(r"[.!?][”’)\]]*(\s+)(?=\W*[A-Z0-9])")


@dataclass(frozen=True)
class Traced:
    """What became of one quotation: how it was found, or why not; `at_place` is whether it was at the place named."""

    quotation: Quotation
    outcome: str
    found: bool
    at_place: bool
    detail: str = ""


def main() -> None:
    """Trace a run, print the figures, and leave with 1 below 100 %."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("--papers", type=Path, nargs="+", required=True)
    parser.add_argument("--every-sentence", action="store_true")
    arguments = parser.parse_args()
    files = cited_papers(arguments.run, arguments.papers)
    printed = read_report(arguments.run / "report.pdf")
    substitutions = json.loads((arguments.run / "manifest.json").read_text(encoding="utf-8"))["substitutions"]
    by_name = {name: paper for paper_id, paper in files.items() for name in (paper_id, paper_id.split("v")[0])}
    traced = []
    for quotation in printed.quotations:
        text = quotation.text
        for character, shown in substitutions.items():
            text = text.replace(shown, character)
        cited = [by_name.get(printed.papers.get(number, "")) for number in quotation.references]
        traced.append(trace(replace(quotation, text=text), [paper for paper in cited if paper is not None]))
    figures = _figures(traced)
    figures["quoted_without_a_reference"] = [text for text in printed.unascribed if len(text.split()) > 6]
    if arguments.every_sentence:
        figures["every_sentence"] = _figures(
            [
                trace(quotation, [files[paper_id]])
                for paper_id, quotation in _sentences(arguments.run)
                if paper_id in files
            ]
        )
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    sys.exit(0 if traced and all(each.at_place for each in traced) else 1)


def trace(quotation: Quotation, papers: list[CitedPaper]) -> Traced:
    """Look for a quotation in the papers that it is ascribed to; the place named is the first one's.

    What is not found at its place as it stands is looked for as two sentences, with something foreign in between.
    """
    if len(letters(quotation.text)) < MIN_LETTERS:
        return Traced(quotation, "too short to look for", found=False, at_place=False)
    if not papers:
        return Traced(quotation, "no file of the cited paper", found=False, at_place=False)
    whole = _in_paper(quotation, papers[0])
    if whole.at_place:
        return whole
    for left, right in sentence_breaks(quotation.text):
        if _in_paper(replace(quotation, text=left), papers[0]).at_place and _follows(quotation, right, papers[0]):
            return Traced(quotation, "sentence by sentence", found=True, at_place=True, detail=f"{left} | {right}")
    return whole


def sentence_breaks(text: str) -> Iterator[tuple[str, str]]:
    """The text in two, at each place where a sentence may end; none where a half is too short to look for."""
    for end in _SENTENCE_END.finditer(text):
        left, right = text[: end.start(1)], text[end.end() :]
        if min(len(letters(left)), len(letters(right))) >= MIN_PIECE:
            yield left, right


def _follows(quotation: Quotation, text: str, paper: CitedPaper) -> bool:
    """Whether the second sentence stands where the first does, or on a page soon after."""
    pages = [None] if quotation.page is None else range(quotation.page, quotation.page + 1 + PAGES_OF_FLOATS)
    return any(_in_paper(replace(quotation, text=text, page=page), paper).at_place for page in pages)


def _in_paper(quotation: Quotation, paper: CitedPaper) -> Traced:
    stream = letters(quotation.text)
    return _in_latex(quotation, stream, paper) if paper.file.kind == "latex" else _in_pdf(quotation, stream, paper)


def _in_pdf(quotation: Quotation, stream: str, paper: CitedPaper) -> Traced:
    pages = pdf_pages(paper)
    if quotation.page is not None and (found := _on_page(stream, paper, quotation.page)):
        detail = " | ".join(found.pieces) if found.how == "around a float" else ""
        return Traced(quotation, found.how, found=True, at_place=True, detail=detail)
    for page in range(1, len(pages) + 1):
        if found := find_on_page(stream, pages, page):
            named = "no page named" if quotation.page is None else "on another page"
            return Traced(quotation, named, found=True, at_place=False, detail=f"p. {page}, {found.how}")
    streams = [stream_ for page in pages for stream_ in page]
    prefix = longest_prefix(stream, streams)
    return Traced(quotation, "not found", found=False, at_place=False, detail=f"{prefix} || {stream[len(prefix) :]}")


def _on_page(stream: str, paper: CitedPaper, page: int) -> Found | None:
    pages = pdf_pages(paper)
    if not 1 <= page <= len(pages):
        return None
    if found := find_on_page(stream, pages, page):
        return found
    for lines in pdf_lines(paper):
        after = (line for later in lines[page : page + PAGES_OF_FLOATS] for line in later)
        if found := find_in_lines(stream, [*lines[page - 1], *after], len(lines[page - 1])):
            return found
    return None


def _in_latex(quotation: Quotation, stream: str, paper: CitedPaper) -> Traced:
    texts = latex_texts(paper)
    elsewhere = ""
    for located in _places(quotation, stream, paper):
        if quotation.section is not None and under_heading(located, quotation.section):
            how = "around a float" if "float" in located.gaps else "over formulas" if located.gaps else "whole"
            same = quotation.paragraph in (None, located.paragraph)
            return Traced(quotation, how, found=True, at_place=True, detail="" if same else f"par. {located.paragraph}")
        elsewhere = elsewhere or f"under {located.headings[0] if located.headings else 'no heading'!r}"
    if elsewhere:
        return Traced(quotation, "in another section", found=True, at_place=False, detail=elsewhere)
    prefix = max((longest_prefix(stream, [text.stream]) for text in texts), key=len, default="")
    return Traced(quotation, "not found", found=False, at_place=False, detail=f"{prefix} || {stream[len(prefix) :]}")


def _places(quotation: Quotation, stream: str, paper: CitedPaper) -> Iterator[Located]:
    """Where a quotation stands, formulas as gaps; then by the letters of its formulas too."""
    for text in latex_texts(paper):
        yield from locate(stream, text)
    plain = letters(ascii_only(quotation.text))
    if len(plain) >= MIN_LETTERS:
        for text in latex_texts_with_formulas(paper):
            yield from locate(plain, text)


def _sentences(run: Path) -> Iterator[tuple[str, Quotation]]:
    """Every sentence of the documents that is fit to quote, with its place as the report would name it."""
    for path in sorted((run / "documents").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for section in document["sections"]:
            for sentence in section["sentences"]:
                if sentence["unfit"] is None:
                    heading = section["heading"] or ("Abstract" if section["role"] == "abstract" else "Front matter")
                    page = sentence["spans"][0][0] if sentence["spans"] else None
                    yield (
                        document["paper_id"],
                        Quotation(
                            sentence["text"], document["paper_id"], (), None, heading, page, sentence["paragraph"]
                        ),
                    )


def _figures(traced: list[Traced]) -> dict[str, object]:
    at_place = sum(each.at_place for each in traced)
    return {
        "quotations": len(traced),
        "by_part": dict(Counter(each.quotation.stands_in for each in traced)) if len(traced) < 1000 else {},
        "found": sum(each.found for each in traced),
        "found_at_place": at_place,
        "share_at_place": round(at_place / len(traced), 4) if traced else None,
        "outcomes": dict(Counter(each.outcome for each in traced).most_common()),
        "paragraph_counted_otherwise": sum(each.at_place and each.detail.startswith("par. ") for each in traced),
        "around_a_float": [_told(each) for each in traced if each.outcome == "around a float"],
        "not_at_place": [_told(each) for each in traced if not each.at_place],
    }


def _told(each: Traced) -> dict[str, object]:
    quotation = each.quotation
    return {
        "text": " ".join(quotation.text.split()),
        "stands_in": quotation.stands_in,
        "claim": quotation.claim,
        "references": quotation.references,
        "section": quotation.section,
        "page": quotation.page,
        "outcome": each.outcome,
        "detail": each.detail,
    }


if __name__ == "__main__":
    main()
