import re
from importlib.resources import files
from pathlib import Path

import pytest
from citeproc import SCHEMA_PATH
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from synth.errors import RenderingError
from synth.models import Paper, ReportReference
from synth.models.csl import csl_item
from synth.rendering.references import ENDED, ITALIC, _formatted, _style, entry_tex, format_references
from synth.rendering.text_content import TextRun
from tests.unit.rendering.typesetting import bare, paper

STYLE = Path(str(files("synth"))).parent / "templates" / "csl" / "references.csl"


def entry(of: Paper, *, sample: bool = False, max_authors: int = 40) -> tuple[TextRun, ...]:
    reference = ReportReference(number=7, key="k", paper=of, kind="pdf")
    (runs,) = format_references([reference], sample=sample, max_authors=max_authors).values()
    return runs


def text(of: Paper, *, sample: bool = False, max_authors: int = 40) -> str:
    return "".join(run.text for run in entry(of, sample=sample, max_authors=max_authors))


def test_the_style_is_valid_csl() -> None:
    etree.RelaxNG(etree.parse(SCHEMA_PATH)).assertValid(etree.parse(str(STYLE)))


def test_format_references_gives_a_preprint_as_journals_do() -> None:
    assert text(paper(authors=("Ada Lovelace", "Ludwig van der Berg", "Émilie du Châtelet"))) == (
        "Ada Lovelace, Ludwig van der Berg, and Émilie du Châtelet. Retrieval-Augmented Generation for Tests. "
        "arXiv:2005.11401v4 [cs.CL], 2020. Read from its PDF."
    )


def test_format_references_gives_an_article_with_journal_in_italics_and_doi() -> None:
    runs = entry(paper(title="Do tests help?", journal_ref="Phys. Rev. Lett. 1 (2003)", doi="10.1000/a_b(1)"))
    assert "".join(run.text for run in runs) == (
        "Ada Lovelace and Émilie du Châtelet. Do tests help? Phys. Rev. Lett. 1 (2003). "
        "arXiv:2005.11401v4 [cs.CL], 2020. doi:10.1000/a_b(1). Read from its PDF."
    )
    assert [run.text for run in runs if run.italic] == ["Phys. Rev. Lett. 1 (2003)"]
    assert {run.text: run.address for run in runs if run.address} == {
        "arXiv:2005.11401v4": "https://arxiv.org/abs/2005.11401v4",
        "10.1000/a_b(1)": "https://doi.org/10.1000/a_b(1)",
    }


@pytest.mark.parametrize("journal", ["Phys. Lett.", "Who knows?", "And so on…"])
def test_format_references_adds_no_second_stop(journal: str) -> None:
    assert f"{journal} arXiv" in text(paper(journal_ref=journal))


def test_format_references_of_little_says_little() -> None:
    unknown = Paper(paper_id="local:0123456789ab", title="Notes")
    assert text(unknown) == "Notes. local:0123456789ab. Read from its PDF."
    assert all(run.address is None for run in entry(unknown))
    assert text(Paper(paper_id="local:0123456789ab", title="")) == "[no title]. local:0123456789ab. Read from its PDF."


def test_format_references_keeps_names_whole() -> None:
    names = ("The ATLAS Collaboration", "Smith, Jr., John", "耿 秀萍", "Plato", "Martin King Jr.", "J.-P. O’Neill")
    assert text(paper(authors=names)).startswith(
        "The ATLAS Collaboration, Smith, Jr., John, 耿 秀萍, Plato, Martin King Jr., and J.-P. O’Neill. Retrieval"
    )


def test_format_references_names_authors_up_to_the_limit() -> None:
    many = paper(authors=tuple(f"A. Author{number}" for number in range(2900)))
    assert text(many, max_authors=3).startswith("A. Author0, A. Author1, A. Author2, et al. Retrieval")
    assert text(paper(authors=many.authors[:3]), max_authors=3).startswith("A. Author0, A. Author1, and A. Author2. R")


def test_format_references_says_digest_of() -> None:
    assert text(paper("digest:2005.11401v4")).startswith("Digest of: Ada")
    assert text(paper(), sample=True).startswith("Digest of: Ada")


def test_format_references_takes_no_text_for_markup() -> None:
    hostile = f'<i>A</i> <span class="nocase">b</span> {ITALIC}c{ENDED} \\emph{{d}} &amp;'
    runs = entry(paper(title=hostile, link="https://evil.example/", doi="https://evil.example/ x"))
    assert "".join(run.text for run in runs).count('<i>A</i> <span class="nocase">b</span> �c� \\emph{d} &amp;') == 1
    assert not any(run.italic for run in runs)
    assert [run.address for run in runs if run.address] == ["https://arxiv.org/abs/2005.11401v4"]


HOSTILE = st.text(st.sampled_from(".,;:?!… \\{}$&#%_^~[]<>*-'\"ab1é中ש😀\u0301\ufdd0\ufdd2\ufdd4\ufdd5\x00\n\ud800"))


@given(HOSTILE, HOSTILE, HOSTILE)
def test_format_references_loses_no_text(title: str, journal: str, name: str) -> None:
    written = bare(text(paper(title=title, journal_ref=journal, authors=(name, "Ada Lovelace"))))
    for given_text in (title, journal, name):
        letters = re.sub(r"[\W_]", "", re.sub("[\ufdd0-\ufdef]", "", bare(given_text)))
        assert letters in re.sub(r"[\W_]", "", written)


@given(HOSTILE, HOSTILE, HOSTILE, st.integers(1, 3), st.booleans())
def test_format_references_gives_the_same_by_shapes_as_one_by_one(
    title: str, journal: str, name: str, max_authors: int, doi: bool
) -> None:
    of = paper(title=title, journal_ref=journal, authors=(name, "Ada Lovelace", "Jr. O."), doi=f"10.1000/{title}" * doi)
    item = csl_item(ReportReference(number=7, key="k", paper=of, kind="pdf"))
    style, _ = _style(max_authors, None)
    one_by_one = _formatted(style, item, max_authors, verbatim=False)
    assert _formatted(style, item, max_authors, verbatim=True) == one_by_one


def test_format_references_asks_a_style_of_others_for_every_word(tmp_path: Path) -> None:
    (tmp_path / "csl").mkdir()
    loud = STYLE.read_text().replace('variable="title"', 'variable="title" text-case="uppercase"')
    (tmp_path / "csl" / "references.csl").write_text(loud)
    reference = ReportReference(number=1, key="k", paper=paper(title="On tests"), kind="latex")
    (runs,) = format_references([reference], sample=False, max_authors=40, templates=tmp_path).values()
    assert "ON TESTS" in "".join(run.text for run in runs)


def test_entry_tex_escapes_text_and_links() -> None:
    runs = (
        TextRun("50% "),
        TextRun("$x$", italic=True),
        TextRun(" "),
        TextRun("a_b", address="https://doi.org/a_b"),
    )
    assert entry_tex(runs) == r"50\% \emph{\$x\$} \href{https://doi.org/a\_b}{a\_b}"
    assert entry_tex((TextRun("x", address="javascript:alert(1)"),)) == "x"


def test_format_references_names_a_broken_style(tmp_path: Path) -> None:
    (tmp_path / "csl").mkdir()
    (tmp_path / "csl" / "references.csl").write_text("<style")
    reference = ReportReference(number=1, key="k", paper=paper(), kind="latex")
    with pytest.raises(RenderingError, match="is no citation style"):
        format_references([reference], sample=False, max_authors=40, templates=tmp_path)
