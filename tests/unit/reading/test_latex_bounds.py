"""What nobody writes, and fuzzing does (`python -m benchmarks.fuzz`): it is read in bounded time, or left out."""

import pytest

from synth.reading.latex_macros import expand
from synth.reading.latex_scanner import MAX_DEPTH, Argument, argument
from tests.unit.reading.latex_papers import quotable, read

CLAIM = "Dense retrieval beats the sparse baseline on all of the five datasets."


def test_argument_reads_nested_braces_and_takes_what_nests_too_deeply_for_one_that_does_not_close() -> None:
    nested = "{" * MAX_DEPTH + "x" + "}" * MAX_DEPTH
    assert argument(nested, 0) == Argument(nested[1:-1], len(nested))
    deeper = "{" + nested + "}"
    assert argument(f"{deeper}\n\nMore.", 0) == Argument(deeper[1:], len(deeper))


@pytest.mark.parametrize("command", ["section", "subsection", "paragraph", "title"])
def test_read_latex_bounds_headings_that_do_not_close(command: str) -> None:
    document = read(f"{CLAIM}\n\n" + f"\\{command}{{a b " * 600 + "}" * 600 + f"\n\n\\section{{Results}}\n{CLAIM}")
    assert quotable(document).count(CLAIM) >= 1
    assert max(len(section.heading) for section in document.sections) < 2_000


@pytest.mark.parametrize("piece", ["[", "\\[", "$$", "\\title ", "\\author x ", "{", "\\begin{picture}"])
def test_read_latex_reads_what_opens_and_never_closes(piece: str) -> None:
    document = read(f"\\section{{Results}}\n{CLAIM}\n\n" + piece * (40_000 // len(piece)))
    assert len(document.text) < 1_000_000


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5_000, "-1", "10", "²", "x"])
def test_expand_reads_definitions_of_any_number_of_arguments(number: str) -> None:
    definitions = rf"\newcommand{{\a}}[{number}]{{b}}\newcommandx{{\c}}[{number}][1=d]{{e}}\a \c"
    assert expand(definitions, (), 200_000).text.split()[-1].endswith("e")
