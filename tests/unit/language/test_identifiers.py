import pytest

from synth.language.identifiers import find_arxiv_id, find_doi


@pytest.mark.parametrize(
    ("text", "arxiv_id"),
    [
        ("arXiv:2005.11401v4 [cs.CL]", "2005.11401v4"),
        ("arXiv preprint arXiv:1803.03324", "1803.03324"),
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("hep-th/9901001v2", "hep-th/9901001"),
        ("arXiv:２００５.11401", None),
        ("arXiv:2005.١١٤٠١", None),
        ("hep-th/９９01001", None),
    ],
)
def test_find_arxiv_id_finds_the_first_in_ascii(text: str, arxiv_id: str | None) -> None:
    assert find_arxiv_id(text) == arxiv_id


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("see https://doi.org/10.1234/frog_19.a, and", "10.1234/frog_19.a"),
        ("10.1234/a 10.5678/b", "10.1234/a"),
        ("10.１２３４/a", None),
        ("10.1234/ａ", None),
        ("10.1234/a\u202eb", None),
    ],
)
def test_find_doi_finds_the_first_in_ascii(text: str, doi: str | None) -> None:
    assert find_doi(text) == doi
