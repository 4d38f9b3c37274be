"""Word lists are data: they stand in lexicons, and no module has a long one of its own."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from synth.language.lexicon import any_of, sections_of, word_list, words_of

PACKAGE = Path(__file__).resolve().parents[3] / "synth"
MOST = 10
"""So many words may stand together in a module."""
NAMES_OF_FIELDS = {
    "audit/derivation.py": 1,
    "checking/content_signals.py": 1,
    "checking/effect_direction.py": 1,
    "checking/evidence_signals.py": 2,
    "checking/stance_signals.py": 1,
    "models/document.py": 1,
    "runs/exporting.py": 1,
}
"""Lists of names that code and stored models use, and which are no words of a language."""
STILL_THERE = {
    "answer/claim_values.py": 1,
    "claims/exclusion.py": 1,
    "claims/features.py": 11,
    "claims/shapes.py": 4,
    "question/wording.py": 2,
    "report/themes.py": 2,
}
"""Lists that are still to be moved; none comes in here."""
ALTERNATIVES = re.compile(r"(?:(?<=[|(:>])|^)(?:[a-z][a-z' -]*\|){10,}[a-z][a-z' -]*")
PATTERNS_STILL_THERE = 59
"""Alternatives of more than ten words that stand in the text of a pattern; to be moved, too."""


def is_words(text: str) -> bool:
    return bool(re.fullmatch(r"[^\W\d_](?:[^\W\d_]|['’ -])*", text))


def word_lists(tree: ast.Module) -> Iterator[int]:
    """How many words each literal list, tuple or set has, each text that is split, and each text of several lines."""
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    exported = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    }
    split = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr.startswith("split")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.List | ast.Tuple | ast.Set) and id(node) not in exported:
            texts = [item.value for item in node.elts if isinstance(item, ast.Constant) and isinstance(item.value, str)]
            yield sum(map(is_words, texts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            words = [word.strip(",") for word in node.value.split()]
            if (id(node) in split or "\n" in node.value) and all(map(is_words, words)):
                yield len(words)


def test_no_module_has_a_long_list_of_words() -> None:
    found: Counter[str] = Counter()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found[path.relative_to(PACKAGE).as_posix()] += sum(number > MOST for number in word_lists(tree))
    assert {name: number for name, number in found.items() if number} == Counter(NAMES_OF_FIELDS) + Counter(STILL_THERE)


def test_patterns_with_long_lists_of_words_become_fewer() -> None:
    number = 0
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                number += bool(ALTERNATIVES.search(re.sub(r"\(\?:([a-z]*)\)\??|\?", r"\1", node.value)))
    assert number <= PATTERNS_STILL_THERE, "a list of words belongs into a lexicon: synth.language.lexicon.any_of"


@pytest.mark.parametrize("path", sorted((PACKAGE / "language" / "lexicons").iterdir()), ids=lambda path: path.name)
def test_every_lexicon_is_read_and_says_what_it_is(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert any(sections_of(path.name).values())


def test_words_come_in_order_and_as_a_set() -> None:
    assert word_list("text", "numerals")[:3] == ("zero", "one", "two")
    assert words_of("text", "numerals") == frozenset(word_list("text", "numerals"))


def test_any_of_puts_the_longest_first_and_escapes() -> None:
    assert any_of(["st.", "da", "della"]) == r"della|st\.|da"
