import json
import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from synth.language.text import normalise
from synth.sources.metadata import plain_text

PIECES = ["\\", "{", "}", "$", "^", "_", "~", "\\'", "\\alpha ", "\\frac", "\\emph", "a", "é", " ", "\\c", "--", "``"]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_plain_text_never_fails_and_is_normal(tex: str) -> None:
    plain = plain_text(tex)

    assert normalise(plain) == plain


@given(st.text(alphabet=st.characters(exclude_characters="\\{}$^_~`'-")))
def test_plain_text_leaves_text_without_tex_alone(text: str) -> None:
    assert plain_text(text) == normalise(text)


@given(st.one_of(st.text(), st.text(alphabet=" \n\t\x00\x1f\xa0\u200b\ud800ae\u0301")))
def test_normalise_parts_words_by_one_space_and_drops_what_cannot_be_seen(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    visible = [char for char in composed if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}]

    assert normalise(text) == " ".join("".join(visible).split())


def test_plain_text_leaves_little_tex_in_real_titles(shared_data: Path) -> None:
    lines = (shared_data / "adversarial" / "adversarial_300.jsonl").read_text(encoding="utf-8").splitlines()
    titles = [json.loads(line)["title"] for line in lines]

    assert len(titles) >= 100
    left = [plain_text(title) for title in titles if "\\" in plain_text(title)]
    assert len(left) <= 0.03 * len(titles), left
