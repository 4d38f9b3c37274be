import re

from hypothesis import given
from hypothesis import strategies as st

from synth.reading.sentences import split_sentences

LIST_MARK = re.compile(r"|\(?\w{1,4}[.)]{1,2}|[•◦▪·–—-]")
PIECES = st.sampled_from(
    [
        "The model",
        "et al.",
        "Fig. 3",
        "(2020)",
        ".",
        "? ",
        "! ",
        " ",
        "\n",
        "\n\n",
        "[3]",
        "“",
        "”",
        "e.g.",
        "tf-idf",
        "0.5",
        "𝒳",
        "…",
        "ii)",
        "2.",
        "• ",
    ]
)


@given(
    st.one_of(
        st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
    )
)
def test_split_sentences_covers_all_but_white_space_and_list_marks_in_order(text: str) -> None:
    place = 0
    for start, end in split_sentences(text):
        assert place <= start < end
        assert LIST_MARK.fullmatch(text[place:start].strip())
        assert text[start:end] == text[start:end].strip()
        place = end
    assert text[place:].strip() == ""
