"""Counts, lists, claims and names in words: "one paper", "a, b and c", "C3, C5 to C8"."""

from collections.abc import Iterable, Sequence

from synth.language.lexicon import word_list

COUNT_WORDS = ("no", *word_list("text", "numerals")[1:13])
NONE = "none"
"""For a count of zero without a noun."""


def count_word(number: float) -> str:
    """A number as running text prints it: in words up to twelve, else in digits, "16,911"."""
    if not isinstance(number, int):
        return f"{number:g}"
    return COUNT_WORDS[number] if 0 <= number < len(COUNT_WORDS) else f"{number:,}"


def count(number: int, one: str, many: str | None = None) -> str:
    """A count in words for a reader: "no paper", "one paper", "12 papers"."""
    return f"{count_word(number)} {one if number == 1 else many or f'{one}s'}"


def counted(number: int, one: str) -> str:
    """A count in digits, for messages of the program: "0 papers", "1 paper", "12 papers"."""
    return f"{number} {one if number == 1 else f'{one}s'}"


def listed(items: Sequence[str]) -> str:
    """Items as a list in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join(part for part in (", ".join(items[:-1]), items[-1] if items else "") if part)


def shortened(text: str, max_characters: int) -> str:
    """A text of at most so many characters, cut between words: "LongLLMLingua, key-value …"."""
    if len(text) <= max_characters:
        return text
    return f"{text[:max_characters].rsplit(' ', 1)[0].rstrip(' ,')} …"


def claim_ranges(numbers: Iterable[int]) -> str:
    """Claim numbers in ascending order, three neighbours and more drawn together: "C3, C4, C6 to C8"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"C{run[0]} to C{run[-1]}" if len(run) > 2 else ", ".join(f"C{number}" for number in run) for run in runs
    )


def quoted(name: str) -> str:
    """A name in quotation marks, those within it single: “A ‘quoted’ title”. So the end is unambiguous."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"
