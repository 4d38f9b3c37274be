import pytest
from bibtexparser.entrypoint import parse_string as parse_bibtex
from pybtex.database import BibliographyData, parse_string

from synth.models import ReportReference
from synth.rendering.bibtex_entries import render_bibliography
from tests.unit.rendering.typesetting import paper

HOSTILE = ReportReference(
    number=2,
    key="lovelace2020",
    paper=paper(
        "math/0303003v1",
        title="A {stray brace, 100% of \\alpha_1 & $x$ #1 ~ ^",
        authors=("The ATLAS Collaboration", "Smith, Jr., John", "Ann and Bob", "耿 秀萍", "P. Erdős"),
        doi="10.1000/a_b",
        journal_ref="J. Odd & Even 12 (2003)",
    ),
    kind="pdf",
)
REFERENCES = (
    ReportReference(number=1, key="lovelace2020", paper=paper("digest:2005.11401v4"), kind="latex"),
    HOSTILE,
    ReportReference(number=3, key="Ünïcode key,{", paper=paper("local:0123456789ab", authors=()), kind="abstract"),
)


@pytest.fixture(scope="module")
def loaded() -> BibliographyData:
    return parse_string(render_bibliography(REFERENCES), "bibtex")  # strict: raises on any fault


def test_render_bibliography_gives_unique_ascii_keys(loaded: BibliographyData) -> None:
    assert list(loaded.entries) == ["lovelace2020", "lovelace2020-2", "Unicodekey"]


def test_render_bibliography_loads_in_bibtexparser() -> None:
    library = parse_bibtex(render_bibliography(REFERENCES))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == ["lovelace2020", "lovelace2020-2", "Unicodekey"]
    assert library.entries[0]["eprint"] == "2005.11401v4"


def test_render_bibliography_keeps_names_whole(loaded: BibliographyData) -> None:
    authors = loaded.entries["lovelace2020-2"].persons["author"]
    assert [str(author) for author in authors] == [
        "{The ATLAS Collaboration}",
        "{Smith, Jr., John}",
        "{Ann and Bob}",
        "秀萍, 耿",
        "Erdős, P.",
    ]


def test_render_bibliography_escapes_specials(loaded: BibliographyData) -> None:
    fields = loaded.entries["lovelace2020-2"].fields
    assert fields["title"] == (
        r"{A \textbraceleft{}stray brace, 100\% of \textbackslash{}alpha\_1 \& \$x\$ \#1"
        r" \~{} \^{}}"
    )
    assert fields["journal"] == r"J. Odd \& Even 12 (2003)"


def test_render_bibliography_names_arxiv_version_and_category(loaded: BibliographyData) -> None:
    fields = loaded.entries["lovelace2020-2"].fields
    assert (fields["eprint"], fields["archivePrefix"], fields["eprinttype"]) == ("math/0303003v1", "arXiv", "arXiv")
    assert (fields["primaryClass"], fields["doi"]) == ("cs.CL", "10.1000/a_b")
    assert fields["url"] == "https://arxiv.org/abs/math/0303003v1"


def test_render_bibliography_of_a_users_own_file_names_no_arxiv(loaded: BibliographyData) -> None:
    assert set(loaded.entries["Unicodekey"].fields) == {"title", "year"}


def test_render_bibliography_says_that_a_title_is_unknown_and_that_there_are_more_authors() -> None:
    untitled = paper("local:0123456789ab", title=" ", authors=("N. Ruiz\u00a0Vega", "The\u00a0Owls"), and_others=True)
    (entry,) = parse_bibtex(
        render_bibliography([ReportReference(number=1, key="vega2020", paper=untitled, kind="pdf")])
    ).entries

    assert entry["title"] == "{[no title]}"
    assert entry["author"] == "Ruiz Vega, N. and {The Owls} and others"
