"""Measure reading on the shared papers and print the figures as JSON.

python -m benchmarks.reading SHARED_DATA [--compiled DIR] [--failures FILE]

--compiled DIR keeps the PDFs made from the sources between runs; --failures FILE gets every sentence not found in the
other reading, every heading missed or made up, and every sentence unfit to quote, for a person to read.
"""

import argparse
import json
import os
from collections import Counter
from pathlib import Path

from benchmarks.reading import agreement, segmentation
from benchmarks.reading.compiled import Pair, pairs
from benchmarks.reading.paragraphs import distinct_pdfs
from synth.errors import ReadingError
from synth.models import Document
from synth.reading import archive, latex, pdf, read_paper
from synth.settings import ReadingSettings

SETTINGS = ReadingSettings()


def main() -> None:
    """Measure segmentation, agreement, fitness and headings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared_data", type=Path)
    parser.add_argument("--compiled", type=Path)
    parser.add_argument("--failures", type=Path, default=Path(os.devnull))
    arguments = parser.parse_args()
    failures: list[str] = []
    figures = {
        "segmentation": segmentation.measure(arguments.shared_data),
        "readers": compare(arguments.shared_data, arguments.compiled, failures),
        "shared_pdfs": _fitness_of_pdfs(arguments.shared_data),
        "fields": fitness_of_fields(arguments.shared_data),
    }
    arguments.failures.write_text("\n".join(failures) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


def compare(shared_data: Path, compiled: Path | None, failures: list[str]) -> dict[str, object]:
    """Both readers on every paper had in both forms; `worst` is the lowest share either way of any of them."""
    papers = {pair.name: _compare(pair, failures) for pair in pairs(shared_data, compiled)}
    shares = [
        value
        for figures in papers.values()
        for name, value in figures.items()
        if name in {"source_in_pdf", "pdf_in_source"} and isinstance(value, float)
    ]
    return {"papers": papers, "overall": _overall(papers), "worst": min(shares, default=0.0)}


def fitness_of_fields(shared_data: Path) -> dict[str, float]:
    """What share of the body sentences of each field's papers is unfit to quote; "all" and "worst" as well."""
    unfit: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for line in (shared_data / "fields" / "front_matter.jsonl").read_text(encoding="utf-8").splitlines():
        path = shared_data / "fields" / json.loads(line)["file"]
        field = path.relative_to(shared_data / "fields").parts[0]
        body = agreement.body(read_paper(path))
        counted[field] += len(body)
        unfit[field] += sum(bool(sentence.unfit) for sentence in body)
    shares = {field: round(unfit[field] / counted[field], 3) for field in sorted(counted)}
    return {**shares, "all": round(unfit.total() / counted.total(), 3), "worst": max(shares.values())}


def _compare(pair: Pair, failures: list[str]) -> dict[str, float | int | str]:
    """Counts for one paper; `note` where it could not be compared."""
    if pair.pdf is None:
        return {"note": "did not compile"}
    try:
        source = latex.read_latex(archive.read_folder(pair.source, SETTINGS), pair.name, SETTINGS)
        printed = pdf.read_pdf(pair.pdf, pair.name, SETTINGS)
    except ReadingError as error:
        return {"note": str(error)}
    counts: Counter[str] = Counter()
    for name, left, right in (("source", source, printed), ("pdf", printed, source)):
        counted, absent = agreement.missing(agreement.body(left), agreement.body(right))
        counts[f"{name}_sentences"], counts[f"{name}_found"] = counted, counted - len(absent)
        failures.extend(f"{pair.name}\t{name} not found\t{each.page}\t{each.overlap}\t{each.text}" for each in absent)
        _count_unfit(name, left, counts, failures, pair.name)
    _count_headings(source, printed, counts, failures, pair.name)
    return {**counts, **_shares(counts)}


def _count_unfit(name: str, document: Document, counts: Counter[str], failures: list[str], paper: str) -> None:
    for sentence in agreement.body(document):
        counts[f"{name}_body"] += 1
        if sentence.unfit:
            counts[f"{name}_unfit"] += 1
            counts[f"{name}_unfit_by_formula"] += "formula" in sentence.unfit
            failures.append(f"{paper}\t{name} unfit\t{sentence.page}\t{sentence.unfit}\t{sentence.text}")


def _count_headings(source: Document, printed: Document, counts: Counter[str], failures: list[str], paper: str) -> None:
    wanted, found = agreement.headings(source), agreement.headings(printed)
    counts["headings_source"], counts["headings_pdf"] = wanted.total(), found.total()
    counts["headings_both"] = (wanted & found).total()
    failures.extend(f"{paper}\theading missed\t\t\t{name}" for name in (wanted - found).elements())
    failures.extend(f"{paper}\theading made up\t\t\t{name}" for name in (found - wanted).elements())


def _fitness_of_pdfs(shared_data: Path) -> dict[str, object]:
    """What share of the body sentences of all shared PDFs, each paper once, is unfit to quote, and why."""
    reasons: Counter[str] = Counter()
    sentences = 0
    by_paper: dict[str, float] = {}
    for path in distinct_pdfs(shared_data):
        body = agreement.body(pdf.read_pdf(path.read_bytes(), path.stem, SETTINGS))
        unfit = [sentence.unfit for sentence in body if sentence.unfit]
        reasons.update(unfit)
        sentences += len(body)
        by_paper[path.stem] = round(len(unfit) / max(1, len(body)), 3)
    return {
        "papers": len(by_paper),
        "sentences": sentences,
        "unfit_share": round(reasons.total() / max(1, sentences), 3),
        "reasons": dict(reasons.most_common()),
        "unfit_share_by_paper": by_paper,
    }


def _overall(papers: dict[str, dict[str, float | int | str]]) -> dict[str, float | int]:
    total: Counter[str] = Counter()
    for figures in papers.values():
        total.update({name: value for name, value in figures.items() if isinstance(value, int)})
    return {"papers": sum("note" not in figures for figures in papers.values()), **total, **_shares(total)}


def _shares(counts: Counter[str]) -> dict[str, float]:
    def share(part: int, whole: int) -> float:
        return round(part / max(1, whole), 3)

    shares = {
        "source_in_pdf": share(counts["source_found"], counts["source_sentences"]),
        "pdf_in_source": share(counts["pdf_found"], counts["pdf_sentences"]),
    }
    for name in ("source", "pdf"):
        unfit, formulas = counts[f"{name}_unfit"], counts[f"{name}_unfit_by_formula"]
        shares[f"unfit_share_{name}"] = share(unfit, counts[f"{name}_body"])
        shares[f"unfit_share_{name}_but_for_formulas"] = share(unfit - formulas, counts[f"{name}_body"] - formulas)
    return {
        **shares,
        "heading_precision": share(counts["headings_both"], counts["headings_pdf"]),
        "heading_recall": share(counts["headings_both"], counts["headings_source"]),
    }


if __name__ == "__main__":
    main()
