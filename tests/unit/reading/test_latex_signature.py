import pytest

from synth.reading.latex_keys import key_values
from synth.reading.latex_signature import arguments
from tests.unit.reading.latex_papers import quotable, read


@pytest.mark.parametrize(
    ("signature", "text", "values", "rest"),
    [
        ("som", "*[a]{b}c", ["*", "a", "b"], "c"),
        ("som", "{b}c", [None, None, "b"], "c"),
        ("O{x}m", "{b}", ["x", "b"], ""),
        ("d<>om", "<see>[p. 3]{k}", ["see", "p. 3", "k"], ""),
        ("d<>om", " <see", [None, None, "<"], "see"),
        ("sd()d()", "(a(b)c)()[x]", [None, "a(b)c", ""], "[x]"),
        ("md()", "{a} (b)", ["a", None], " (b)"),
        ("d||g", "|a|{b}", ["a", "b"], ""),
        ("mg", "{a} {b}", ["a", None], " {b}"),
        ("t+m", "+{a}", ["+", "a"], ""),
        (">{\\TrimSpaces}m +m", "{a}{b}", ["a", "b"], ""),
        ("o", "[a{]}b]", ["a{]}b"], ""),
    ],
)
def test_arguments_reads_what_a_signature_asks_for(
    signature: str, text: str, values: list[str | None], rest: str
) -> None:
    found, end = arguments(text, 0, signature)
    assert (found, text[end:]) == (values, rest)


def test_key_values_parts_options_outside_of_braces() -> None:
    options = "title={A, b}, width=5cm,label=[x,y], flag, cell{1}{2}={c=2}{l}, "
    assert key_values(options) == {
        "title": "A, b", "width": "5cm", "label": "[x,y]", "flag": "", "cell{1}{2}": "{c=2}{l}",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("definition", "latex", "text"),
    [
        (
            r"\NewDocumentCommand{\f}{m o}{#1\IfNoValueTF{#2}{}{ and #2}}",
            r"\f{chains}[loops] and \f{rings}",
            "chains and loops and rings",
        ),
        (
            r"\NewDocumentCommand{\f}{s m}{\IfBooleanTF{#1}{very }{}#2}",
            r"\f*{stable} and \f{firm}",
            "very stable and firm",
        ),
        (
            r"\NewDocumentCommand{\f}{>{\TrimSpaces}m d()}{#1\IfValueT{#2}{ with #2}}",
            r"\f{ chains }(loops)",
            "chains with loops",
        ),
        (r"\NewDocumentCommand{\f}{O{F1} +m}{#1 of #2}", r"\f{5} and \f[BLEU]{6}", "F1 of 5 and BLEU of 6"),
        (r"\newcommandx{\f}[2][1=low, 2=high]{#1 to #2}", r"\f and \f[one]", "low to high and one to high"),
        (r"\NewDocumentEnvironment{e}{o m}{#2: }{}", r"\begin{e}{Note}it is so\end{e}", "Note: it is so"),
        (r"\NewEnviron{e}{\BODY, and \BODY}", r"\begin{e}it is so\end{e}", "it is so, and it is so"),
        (r"\csdef{f}{words}", r"\csuse{f} of it", "words of it"),
        (r"\DeclarePairedDelimiterX\s[1]{\{}{\}}{#1}", r"$\s{a}$ is one", "{a} is one"),
        (r"\newcommand{\f}[1]{\partial#1}", r"$\f{y}$ is it", "∂y is it"),
    ],
)
def test_read_latex_reads_definitions_of_all_kinds(definition: str, latex: str, text: str) -> None:
    assert quotable(read(f"We saw that {latex} in it.", definition)) == [f"We saw that {text} in it."]
