import pytest

from synth.language.authors import author_groups, author_keys, family_key, family_name


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Ada Lovelace", "Lovelace"),
        ("Laurens van der Maaten", "van der Maaten"),
        ("Robert C. Martin Jr.", "Martin"),
        ("Perez, J.", "Perez"),
        ("Gabriel García\u00a0Márquez", "García Márquez"),
        ("The ATLAS Collaboration", "The ATLAS Collaboration"),
        ("", ""),
    ],
)
def test_family_name_is_without_what_follows_it(name: str, family: str) -> None:
    assert family_name(name) == family


def test_family_key_is_the_last_word_of_the_family_name() -> None:
    assert [family_key(name) for name in ("Robert C. Martin Jr.", "Jan de Vries", "")] == ["martin", "vries", ""]


@pytest.mark.parametrize(
    "name",
    ["Robert C. Martin Jr.", "Martin, R. C.", "Martin Jr., Robert C.", "Martin, Robert C., Jr.", "R. Martin III"],
)
def test_author_keys_meet_over_spellings_and_generations(name: str) -> None:
    assert author_keys([name]) == {"martin r"}


def test_author_groups_keep_unrelated_juniors_apart() -> None:
    groups = author_groups({"a": ["Robert C. Martin Jr."], "b": ["Rita Moreno Jr."], "c": ["R. Martin"]})
    assert groups == {"a": 0, "b": 1, "c": 0}


def test_author_groups_keep_apart_whose_first_names_differ() -> None:
    papers = {"a": ["Yuqing Yang", "Lili Qiu"], "b": ["Yang, Yiming"], "c": ["Ida Ash"], "d": ["I. Ash"], "e": []}
    assert author_groups(papers) == {"a": 0, "b": 1, "c": 2, "d": 2, "e": 3}
    assert author_groups(papers | {"f": ["Y. Yang"]}) == {"a": 0, "b": 0, "f": 0, "c": 1, "d": 1, "e": 2}
