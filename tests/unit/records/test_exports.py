"""Exports read back with other people's programs."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
from datetime import date
from itertools import count, islice
from pathlib import Path

import jsonschema
import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from synth.models import Paper, ReportReference
from synth.models.csl import citation_key
from synth.records.evidence_csv import evidence_csv
from synth.records.reference_exports import csl_json, ris
from synth.rendering.bibtex_entries import render_bibliography
from synth.sources.snapshot import Snapshot
from tests.examples import checked, claim, document, report

REFERENCES = (
    ReportReference(
        number=1,
        key="lovelace2020",
        paper=Paper(
            paper_id="2005.11401v4",
            title="Retrieval & 100% of $tests$",
            abstract="Two\nlines.",
            authors=("Ada Lovelace", "Ludwig van der Berg", "Martin King Jr.", "The ATLAS Collaboration", "耿 秀萍"),
            published=date(2020, 5, 22),
            primary_category="cs.CL",
            doi="10.1000/a_b",
            journal_ref="J. Odd 12",
        ),
        kind="latex",
    ),
    ReportReference(
        number=2,
        key="plato",
        paper=Paper(paper_id="math/0303003v1", title="Ideas", authors=("Plato",)),
        kind="abstract",
    ),
    ReportReference(
        number=3,
        key="anon",
        paper=Paper(paper_id="local:0123456789ab", title="Notes", abstract="Mine."),
        kind="pdf",
    ),
)

NAME = {
    "type": "object",
    "properties": {
        part: {"type": "string"} for part in ("family", "given", "non-dropping-particle", "suffix", "literal")
    },
    "additionalProperties": False,
    "minProperties": 1,
}
TEXTS = ("title", "container-title", "publisher", "number", "section", "DOI", "URL", "abstract", "note")
PARTS = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3}
CSL_DATA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": "string"},
            "type": {"enum": ["article", "article-journal", "document"]},
            "author": {"type": "array", "items": NAME},
            "issued": {
                "type": "object",
                "properties": {"date-parts": {"type": "array", "items": PARTS, "minItems": 1, "maxItems": 2}},
                "additionalProperties": False,
            },
            **{name: {"type": "string"} for name in TEXTS},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
"""What csl-data.json (citation-style-language/schema, 1.0.2) says of the variables that synth gives."""


def test_csl_json_keeps_to_the_schema_and_says_what_is_known() -> None:
    items = json.loads(csl_json(REFERENCES))
    jsonschema.validate(items, CSL_DATA)
    assert items[0]["author"] == [
        {"family": "Lovelace", "given": "Ada"},
        {"family": "Berg", "given": "Ludwig", "non-dropping-particle": "van der"},
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"literal": "The ATLAS Collaboration"},
        {"family": "秀萍", "given": "耿"},
    ]
    assert items[0]["abstract"] == "Two lines."
    assert items[1]["issued"] == {"date-parts": [[2003]]}
    assert items[2] == {"id": "anon", "type": "document", "title": "Notes"}


def test_ris_reads_back_in_rispy() -> None:
    first, second, third = rispy.loads(ris(REFERENCES))
    assert first["type_of_reference"] == "JOUR"
    assert first["title"] == "Retrieval & 100% of $tests$"
    assert first["authors"] == [
        "Lovelace, Ada",
        "van der Berg, Ludwig",
        "King, Martin, Jr.",
        "The ATLAS Collaboration",
        "秀萍, 耿",
    ]
    assert (first["year"], first["doi"], first["urls"]) == (
        "2020",
        "10.1000/a_b",
        ["https://arxiv.org/abs/2005.11401v4"],
    )
    assert (second["type_of_reference"], second["authors"], second["year"]) == ("UNPD", ["Plato"], "2003")
    assert (third["type_of_reference"], third["title"], third.get("notes")) == ("GEN", "Notes", None)


def test_references_of_digests_have_no_note_of_ours() -> None:
    digest = Paper(paper_id="digest:2005.11401v4", title="Retrieval", authors=("Ada Lovelace",), printed_year=2020)
    reference = ReportReference(number=1, key="lovelace2020", paper=digest, kind="latex")
    exported = (render_bibliography([reference]), csl_json([reference]), ris([reference]))
    assert not [text for text in exported if "digest" in text]
    assert all("2005.11401" in text for text in exported)


def test_ris_dates_are_whole_or_absent() -> None:
    assert ris(REFERENCES).count("DA  - ") == 1
    assert "DA  - 2020/05/22\r\n" in ris(REFERENCES)


def test_bibtex_and_csl_json_tell_the_same() -> None:
    loaded = parse_string(render_bibliography(REFERENCES), "bibtex").entries
    items = {item["id"]: item for item in json.loads(csl_json(REFERENCES))}
    assert list(loaded) == list(items)
    for key, entry in loaded.items():
        title = entry.fields["title"].replace("{", "").replace("}", "").replace("\\", "")
        assert title == items[key]["title"]
        people = entry.persons.get("author", [])
        assert [str(person).strip("{}") for person in people] == [
            name.get("literal") or inverted(name) for name in items[key].get("author", [])
        ]


def inverted(name: dict[str, str]) -> str:
    family = " ".join(name[part] for part in ("non-dropping-particle", "family") if part in name)
    return ", ".join([family, *(name[part] for part in ("suffix", "given") if part in name)])


TEXT = st.text(st.sampled_from('"\\{},\n\r\t=+-@ab1é中\u2028\x00\ud800\ufdd0 '), max_size=30)


@given(TEXT, TEXT)
def test_reference_exports_survive_any_text(title: str, name: str) -> None:
    paper = Paper(paper_id="2005.11401v4", title=title, authors=(name, "Ada Lovelace"), journal_ref=name, doi=title)
    hostile = (ReportReference(number=1, key="k", paper=paper, kind="pdf"), REFERENCES[2])
    jsonschema.validate(json.loads(csl_json(hostile)), CSL_DATA)
    csl_json(hostile).encode()
    assert [line[2:6] for line in ris(hostile).split("\r\n")[:-1]] == ["  - "] * ris(hostile).count("\r\n")
    assert [entry["id"] for entry in rispy.loads(ris(hostile))] == ["k", "anon"]


@pytest.fixture
def real_references(shared_data: Path) -> tuple[ReportReference, ...]:
    """Real papers of physics and mathematics, with TeX, accents and collaborations in their names and titles."""
    papers = islice(Snapshot(shared_data / "arxiv_metadata" / "arxiv_physics_math_sample_1991_2019.jsonl.xz"), 500)
    keys: list[str] = []
    references = []
    for number, paper in enumerate(papers, start=1):
        keys.append(citation_key(paper, keys))
        references.append(ReportReference(number=number, key=keys[-1], paper=paper, kind="latex"))
    return tuple(references)


def test_references_of_real_papers_load_in_other_parsers(real_references: tuple[ReportReference, ...]) -> None:
    keys = [reference.key for reference in real_references]
    titles = [reference.paper.title for reference in real_references]
    library = parse_bibtex(render_bibliography(real_references))
    assert (library.failed_blocks, [entry.key for entry in library.entries]) == ([], keys)
    assert list(parse_string(render_bibliography(real_references), "bibtex").entries) == keys
    assert [entry["title"] for entry in rispy.loads(ris(real_references))] == titles
    items = json.loads(csl_json(real_references))
    jsonschema.validate(items, CSL_DATA)
    assert [item["title"] for item in items] == titles


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.parametrize("form", ["bibtex", "biblatex", "csljson"])
def test_references_of_real_papers_load_in_pandoc_without_a_warning(
    form: str, real_references: tuple[ReportReference, ...]
) -> None:
    text = csl_json(real_references) if form == "csljson" else render_bibliography(real_references)
    command = ["pandoc", "--from", form, "--to", "csljson", "--fail-if-warnings"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert {item["id"] for item in json.loads(done.stdout)} == {reference.key for reference in real_references}


@pytest.mark.skipif(
    "SYNTH_ZOTERO_CODE" not in os.environ, reason="SYNTH_ZOTERO_CODE names no checkouts of Zotero's code"
)
@pytest.mark.parametrize("translator", ["BibTeX", "RIS", "CSL JSON"])
def test_references_of_real_papers_are_clean_in_zotero(
    translator: str, real_references: tuple[ReportReference, ...], tmp_path: Path
) -> None:
    write = {"BibTeX": render_bibliography, "RIS": ris, "CSL JSON": csl_json}[translator]
    (tmp_path / "references").write_text(write(real_references), newline="")
    script = Path(__file__).parents[2] / "zotero_import.js"
    arguments = [os.environ["SYNTH_ZOTERO_CODE"], f"{translator}.js", str(tmp_path / "references")]
    done = subprocess.run(["node", str(script), *arguments], capture_output=True, check=True)
    read = json.loads(done.stdout)
    assert (read["detected"], read["warnings"]) == (True, [])
    for reference, item in zip(real_references, read["items"], strict=True):
        paper = reference.paper
        assert item["title"] == paper.title
        assert len(item["creators"]) == len(paper.authors)
        assert str(paper.year) in item["date"]
        assert (item.get("DOI"), item["notes"], item["tags"]) == (paper.doi, [], [])
        kinds = {"journalArticle"} if paper.journal_ref else {"manuscript", "document", "preprint"}
        assert item["itemType"] in kinds
        assert paper.paper_id in f"{item.get('extra')} {item.get('number')} {item['url']}"
        assert "extra" not in item or re.fullmatch(r"arXiv: ?\S+", item["extra"]), item["extra"]
        assert "issue" not in item


@pytest.mark.skipif(shutil.which("jabref") is None, reason="JabRef is not installed")
@pytest.mark.parametrize("form", ["bibtex", "ris"])
def test_references_of_real_papers_load_in_jabref(
    form: str, real_references: tuple[ReportReference, ...], tmp_path: Path
) -> None:
    references = real_references
    name = {"bibtex": "given.bib", "ris": "given.ris,ris"}[form]
    write = {"bibtex": render_bibliography, "ris": ris}[form]
    (tmp_path / name.removesuffix(",ris")).write_text(write(references), newline="")
    command = ["jabref", "--nogui", "--import", name, "--output", "read.bib"]
    environ = os.environ | {"JAVA_TOOL_OPTIONS": f"-Djava.util.prefs.userRoot={tmp_path} -Duser.home={tmp_path}"}
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True)
    assert "Saving: " in done.stdout + done.stderr
    keys = (f"{{k{number}," for number in count())  # it gives none to entries of RIS
    written = re.sub(
        r"(?m)(?<=^@)(\w+)\{,", lambda entry: f"{entry[1]}{next(keys)}", (tmp_path / "read.bib").read_text()
    )
    read = {entry.fields["url"]: entry for entry in parse_string(written, "bibtex").entries.values()}
    assert len(read) == len(references)
    for paper in (reference.paper for reference in references):
        entry = read[f"https://arxiv.org/abs/{paper.cited_id}"]
        particle = any(word.islower() for word in paper.authors[0].split())
        if form == "bibtex" or not particle:  # to JabRef 3, "van der Berg, Ada" of RIS are two people
            assert len(entry.persons["author"]) == len(paper.authors)
        assert entry.fields["year"] == str(paper.year)
        doi = entry.fields.get("doi")
        assert doi == paper.doi or (form, doi) == ("ris", None)  # JabRef 3 takes it from RIS behind "doi:" alone
        assert not {"note", "comment", "review", "keywords", "howpublished"} & set(entry.fields.keys())


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_evidence_csv_has_a_line_for_each_passage_and_each_claim_without_one() -> None:
    other = document("2001.00002v1")
    claims = (checked(claim(0), "corroborated", other), checked(claim(2)))
    rows = read_csv(evidence_csv(report("Does dense retrieval beat BM25?", claims)))
    assert len(rows) == 2
    supported = next(row for row in rows if row["mark"] == "corroborated")
    assert supported == {
        "number": supported["number"],
        "claim": "Dense retrieval beats BM25 on Natural Questions by 9 points.",
        "mark": "corroborated",
        "confidence": "0.8",
        "similarity": "0.5",
        "stance": "supports",
        "paper_id": "2001.00001v1",
        "paper": "Paper 1",
        "section": "Results",
        "page": "1",
        "paragraph": "1",
        "why": "matched: bm25, 9, points",
        "evidence": "The gain over BM25 is 9 points.",
        "evidence_stance": "supports",
        "evidence_confidence": "0.8",
        "evidence_similarity": "0.5",
        "evidence_paper_id": "2001.00002v1",
        "evidence_paper": "Paper 2",
        "evidence_section": "Results",
        "evidence_page": "1",
        "evidence_why": "matched: bm25, 9, points",
    }
    lone = next(row for row in rows if row["mark"] == "unsupported")
    assert (lone["claim"], lone["evidence"], lone["evidence_paper_id"]) == ("Training took one day.", "", "")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1"])
def test_evidence_csv_gives_a_spreadsheet_no_formula(text: str) -> None:
    (row,) = read_csv(evidence_csv(report("Does it work?", (checked(claim(0, texts=(text,))),))))
    assert row["claim"] == f"'{text}"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_evidence_csv_survives_any_text(text: str) -> None:
    (row,) = read_csv(evidence_csv(report("Does it work?", (checked(claim(0, texts=(text,))),))))
    assert row["claim"].removeprefix("'") == text.removeprefix("'")
