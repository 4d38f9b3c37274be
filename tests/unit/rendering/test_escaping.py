import pytest

from synth.errors import RenderingError
from synth.rendering import escape_latex, escaping
from synth.rendering.escaping import Tex, check_commands, escape_url
from synth.rendering.template import render_report
from synth.settings import RenderSettings
from tests.unit.rendering.typesetting import paragraph, report


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("50% of $5 & #1_a", r"50\% of \$5 \& \#1\_a"),
        ("\\input{x}", r"\textbackslash{}input\{x\}"),
        ("a^2 ~ b", r"a\textasciicircum{}2 \textasciitilde{} b"),
        ("[x] *y", "{[}x{]} {*}y"),
        ("one\ntwo\r\n\tthree", "one two three"),
        ("a\x00b\u200bc\ufeffd\u202ee\u00adf\u2060", "abcdef"),
        ("❤\ufe0f", r"\glyphs{Symbola_hint.ttf}{❤}"),
        ("\ud800", "\ufffd"),
        ("", ""),
    ],
)
def test_escape_latex_prints_specials_and_drops_the_unseen(text: str, tex: str) -> None:
    assert escape_latex(text) == tex


@pytest.mark.parametrize("pair", ["--", "---", "``", "''", "?`", "!`", "<<", ">>", ",,"])
def test_escape_latex_breaks_ligatures(pair: str) -> None:
    escaped = escape_latex(pair)
    assert pair[:2] not in escaped
    assert escaped.replace("{}", "") == pair


def test_escape_latex_takes_each_character_from_a_font_that_has_it() -> None:
    assert escape_latex("耿秀萍 et al.") == r"\glyphs{NotoSerifCJK-Regular.ttc:2}{耿秀萍} et al."
    assert escape_latex("𝔸 ∑ ≤ ℝ α Ж é") == r"\glyphs{Symbola_hint.ttf}{𝔸} ∑ ≤ ℝ α Ж é"
    assert escape_latex("สวัสดี") == r"\glyphs{NotoSerifThai-Regular.ttf}{สวัสดี}"


def test_escape_latex_keeps_a_letter_and_its_marks_in_one_font() -> None:
    assert escape_latex("11\u0304") == "11\u0304"
    assert escape_latex("\U0001d538\u0304") == "\\glyphs{Symbola_hint.ttf}{\U0001d538\u0304}"


def test_escape_latex_composes_accents() -> None:
    assert escape_latex("e\u0301") == "é"


def test_escape_latex_marks_what_no_font_has() -> None:
    assert escape_latex("DNA \U0001f9ec") == r"DNA \noglyph{1F9EC}"


def test_escape_latex_sets_right_to_left_stretches_whole() -> None:
    assert escape_latex("the שלום 12 עולם (peace)") == r"the \rtl{שלום \ltr{12} עולם} (peace)"
    assert escape_latex("السلام!") == r"\rtl{\glyphs{NotoSansArabic-Regular.ttf}{السلام}}!"


def test_escape_latex_lets_long_words_break() -> None:
    assert escape_latex("a" * 40).split(r"\allowbreak{}") == ["a" * 16, "a" * 16, "a" * 8]
    assert escape_latex("https://arxiv.org/abs/2005.11401") == (
        r"https://\allowbreak{}arxiv.\allowbreak{}org/\allowbreak{}abs/\allowbreak{}2005.\allowbreak{}11401"
    )
    assert escape_latex("internationalisation") == "internationalisation"


def test_long_joined_names_may_break_and_short_ones_not() -> None:
    assert escape_latex("OpenFrogDomainToad") == r"Open\allowbreak{}Frog\allowbreak{}Domain\allowbreak{}Toad"
    assert escape_latex("ImageNet and JavaScript") == "ImageNet and JavaScript"


def test_escape_latex_gives_tex_which_is_a_string() -> None:
    assert isinstance(escape_latex("x"), Tex)


def test_escape_url_encodes_what_tex_or_pdf_would_take_for_its_own() -> None:
    assert escape_url("https://arxiv.org/abs/2005.11401v4") == "https://arxiv.org/abs/2005.11401v4"
    assert escape_url("https://x.org/a%20b#c{}\\é") == r"https://x.org/a\%20b\#c\%7B\%7D\%5C\%C3\%A9"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[", "arxiv.org", ""]
)
def test_escape_url_refuses_all_but_web_addresses(address: str) -> None:
    assert escape_url(address) is None


@pytest.mark.parametrize("tex", [
    r"\special{pdf:fstream @x (/etc/passwd)}", r"\write18{touch x}", r"\immediate", r"\input{x}", r"\openin5=x",
    r"\directlua{os.exit()}", r"\csname input\endcsname", r"\catcode`\|=0", r"\XeTeXpdffile x", r"\font\x=/etc/passwd",
    r"\begin{filecontents}", r"\begin{longtable", "^^5cinput", r"\^^M", "\\", r"\glyphs@numbers",
])  # fmt: skip
def test_check_commands_refuses_what_synth_does_not_write(tex: str) -> None:
    with pytest.raises(RenderingError, match="a text became the LaTeX command"):
        check_commands(Tex(rf"words \emph{{more}} {tex}"))


def test_no_template_prints_a_command_that_escaping_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escaping, "_SPECIALS", {})
    shown = report(abstract=(paragraph(r"\input{/etc/passwd}"),))
    with pytest.raises(RenderingError, match=r"command \\input, and is not typeset"):
        render_report(shown, RenderSettings())
