import logging

import pytest

from synth.language.bibtex import BibEntry, arxiv_id_of, doi_of, names_of, read_bibtex, year_of
from synth.language.text import normalise
from synth.sources.metadata import plain_text


def entry(**fields: str) -> BibEntry:
    return BibEntry("key", "article", fields)


def printed(author: str) -> list[str]:
    return [normalise(name) for name in names_of(entry(author=author), plain_text)[0]]


def test_read_bibtex_puts_strings_in_and_joins_pieces() -> None:
    bib = """
        @string(jo = "Journal of")
        @STRING{jown = jo # { Owls}}
        @article{a, journal = JOWN # " B", month = mar, year = 1999, title = "an {"}owl{"} at # 3"}
        @string{jown = {later}}
        @article(b, journal = jown, pages = unknown)
    """
    entries = read_bibtex([bib]).entries

    assert entries["a"].fields == {
        "journal": "Journal of Owls B",
        "month": "March",
        "year": "1999",
        "title": 'an {"}owl{"} at # 3',
    }
    assert entries["b"].fields == {"journal": "later", "pages": "unknown"}


@pytest.mark.parametrize(
    "broken",
    [
        "@book{lost, title = {open, year = 2001}",
        '@book{lost, title = "open, year = 2001}',
        "@book{lost title = {A}, year = 2001}",
        "@book(lost, title = {A}, year = 2001",
        "@book{lost, title = {A},, year = 2001}",
        "@book{lost, title}",
    ],
)
def test_read_bibtex_loses_a_broken_entry_alone(broken: str) -> None:
    bibliography = read_bibtex([f"@book{{one, year = 1}}\n{broken}\n@book{{two, year = 2}}\n"])

    assert list(bibliography.entries) == ["one", "two"]
    assert len(bibliography.notes) == 1
    assert "1 (lost" in bibliography.notes[0]


def test_read_bibtex_tells_of_broken_entries_nowhere_else(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        read_bibtex(["@book{lost, title = {open\n@book{two, year = 2}"])

    assert (caplog.records, capfd.readouterr().err) == ([], "")


def test_read_bibtex_takes_the_first_of_doubles_and_skips_what_is_no_entry() -> None:
    bib = r"""
        % Encoding: UTF-8
        @comment{jabref-meta: databaseType:biblatex;}
        @preamble{ "\newcommand{\noopsort}[1]{} " }
        @misc{a, year = 1990, Year = 1991, year = {1992}, note = {mail a@b.org, or @ {home}}}
        @misc{a, year = 1995}
    """
    bibliography = read_bibtex([bib])

    assert bibliography.notes == ()
    assert {key: each.fields for key, each in bibliography.entries.items()} == {
        "a": {"year": "1990", "note": "mail a@b.org, or @ {home}"}
    }


def test_read_bibtex_reads_on_behind_a_forgotten_comma() -> None:
    entries = read_bibtex(["@misc{a, title = {An owl}\n year = 2001\n note = {x}}"]).entries

    assert entries["a"].fields == {"title": "An owl", "year": "2001", "note": "x"}


def test_read_bibtex_lets_an_entry_inherit_by_crossref() -> None:
    bib = "@inproceedings{a, title={An owl}, crossref={P99}}\n@proceedings{p99, title={Owls '99}, year=1999}"
    entries = read_bibtex([bib]).entries

    assert (entries["a"].get("title"), entries["a"].get("booktitle"), year_of(entries["a"])) == (
        "An owl",
        "Owls '99",
        1999,
    )


def test_read_bibtex_notes_what_it_did_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.language.bibtex.MAX_CHARS", 30)
    bibliography = read_bibtex(["@misc{a, year=1}", "@misc{b, year=2}", "@misc{c, year=3}"])

    assert list(bibliography.entries) == ["a"]
    assert any("first 30 characters" in note for note in bibliography.notes)


@pytest.mark.parametrize(
    "bib",
    ["@a{" * 20_000, "@a{x, t={" + "{" * 100_000 + "}" * 100_000 + "}}", "@" * 200_000, "@a{x, t=a" + " # a" * 50_000],
)
def test_read_bibtex_survives_hostile_text(bib: str) -> None:
    assert len(read_bibtex([bib]).entries) <= 1


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("{Owl and Heron Trust} and {van der Mark}, Lu", ["Owl and Heron Trust", "Lu van der Mark"]),
        ("Ruiz Vega, N. AND Webb, Jr., Ann B.", ["N. Ruiz Vega", "Ann B. Webb Jr."]),
        ("Webb III, Tom and Ludwig van der Mark", ["Tom Webb III", "Ludwig van der Mark"]),
        (r"{\O}rn, {\AA}se and \v{S}imek, Ji\v{r}\'{\i}", ["Åse Ørn", "Jiří Šimek"]),
        (r"Bob \v Simek and \L ukasz Wr{\'o}bel and {\'E}va Kis", ["Bob Šimek", "Łukasz Wróbel", "Éva Kis"]),
        ("Sand, Andy and and and X} and", ["Andy Sand", "X and"]),
        ("", []),
    ],
)
def test_names_of_reads_bibtex_names(author: str, names: list[str]) -> None:
    assert printed(author) == names


@pytest.mark.parametrize(
    "author",
    [
        "Webb, Ann and others",
        "Webb, Ann AND OTHERS ",
        "Webb, Ann and {et al.}",
        "Webb, Ann and et al.",
        "Webb, Ann and et. al.",
        "Webb, Ann et al.",
    ],
)
def test_names_of_tells_that_there_are_more(author: str) -> None:
    names, others = names_of(entry(author=author), plain_text)

    assert ([*names], others) == (["Ann Webb"], True)


def test_names_of_holds_family_names_together() -> None:
    names, _ = names_of(
        entry(author="Ruiz Vega, N. and {The Owl Society} and Ruiz de Vega, A. B. and Cy Dee"), plain_text
    )

    assert [*names] == [
        "N. Ruiz\u00a0Vega",
        "The\u00a0Owl\u00a0Society",
        "A. B. Ruiz\u00a0de\u00a0Vega",
        "Cy Dee",
    ]


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ({"year": "{2016}"}, 2016),
        ({"date": "2024-03-05"}, 2024),
        ({"year": "n.d.", "date": "2001-05"}, 2001),
        ({"year": "in press"}, None),
        ({"year": "2012a"}, 2012),
    ],
)
def test_year_of(fields: dict[str, str], year: int | None) -> None:
    assert year_of(entry(**fields)) == year


@pytest.mark.parametrize(
    ("fields", "arxiv_id"),
    [
        ({"eprint": "arXiv:2101.00001", "archiveprefix": "arxiv"}, "2101.00001"),
        ({"eprint": "2101.00001v2", "eprinttype": "arXiv"}, "2101.00001v2"),
        ({"eprint": "quant-ph/9601001"}, "quant-ph/9601001"),
        ({"journal": "arXiv:2101.00001 [cs, stat]", "url": "http://arxiv.org/abs/2101.00001"}, "2101.00001"),
        ({"howpublished": r"\url{https://arxiv.org/abs/2101.00001v2}"}, "2101.00001v2"),
        ({"eprint": "PMC1234567", "url": "https://example.org/2101.00001"}, None),
    ],
)
def test_arxiv_id_of(fields: dict[str, str], arxiv_id: str | None) -> None:
    assert arxiv_id_of(entry(**fields)) == arxiv_id


@pytest.mark.parametrize(
    ("fields", "doi"),
    [
        ({"doi": r"https://doi.org/10.1234/owl\_19_a"}, "10.1234/owl_19_a"),
        ({"doi": r"http://dx.doi.org/10.1234/978-3\_16"}, "10.1234/978-3_16"),
        ({"doi": r"10.1234/978-3\_{}22"}, "10.1234/978-3_22"),
        ({"doi": r"10.1234/978-3{\_}22"}, "10.1234/978-3_22"),
        ({"url": "https://doi.org/10.1234/x"}, "10.1234/x"),
        ({"doi": "none"}, None),
    ],
)
def test_doi_of(fields: dict[str, str], doi: str | None) -> None:
    assert doi_of(entry(**fields)) == doi
