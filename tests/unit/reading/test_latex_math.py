import pytest

from synth.reading.latex_math import render_math
from synth.reading.latex_math_line import LOST


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\alpha = 0.5", "α = 0.5"),
        (r"10^{-3}", "10⁻³"),
        (r"x_i\leq 3", "x_i ≤ 3"),
        (r"\sum_{i=1}^n x_i y_i^2", "∑_(i=1)ⁿ x_i y_i²"),
        (r"\frac{a+b}{c}", "(a + b)/c"),
        (r"\frac12", "1/2"),
        (r"{a \over b+1}", "a/(b + 1)"),
        (r"\lambda_{\text{max}}", "λ_max"),
        (r"\hat{y}_t=\mathrm{softmax}(Wh+b)", "ŷ_t = softmax(Wh + b)"),
        (r"\{x\in\mathbb{R}^d : \|x\|<1\}", "{x ∈ ℝ^d : ‖x‖ < 1}"),
        (r"\mathcal{L}=-\log p_\theta(y\mid x)", "L = −log p_θ(y | x)"),
        (r"f\colon X\to Y", "f: X → Y"),
        (r"10{,}000", "10,000"),
        (r"-0.5", "−0.5"),
        (r"\left(\frac12\right)", "(1/2)"),
        (r"\operatorname{arg\,max}_y p", "arg max_y p"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a b; c d)"),
        (r"f(x)=\left\{\begin{array}{ll}1, & x>0\\0 & x\le 0\end{array}\right.", "f(x) = {1, x > 0; 0 x ≤ 0}"),
        (r"a&=b\\&=c", "a = b = c"),
        (r"a=1\\b=2", "a = 1; b = 2"),
        (r"i^{\text{th}}", "ith"),
        (r"90^\circ", "90°"),
        (r"\sqrt{x+1}", "√(x + 1)"),
        (r"\not\in", "∉"),
        (r"5\,\mathrm{GeV}", "5 GeV"),
        (r"\approx 20\%", "≈ 20%"),
        (r"5{\mathrm{\,Me\kern -0.1em V}}", "5 MeV"),
        (r"5\mskip-2muV\kern.2em W", "5V W"),
        (r"X:=Y", "X := Y"),
        (r"x=1 \eqno(1.4)", "x = 1"),
        (r"x^{\prime}", "x′"),
        (r"{\bf x}\label{eq:a}\nonumber", "x"),
    ],
)
def test_render_math_gives_one_readable_line(latex: str, text: str) -> None:
    assert render_math(latex, lambda inner: inner, {}) == text


def test_render_math_marks_and_counts_what_it_does_not_know() -> None:
    unknown: dict[str, int] = {}
    assert render_math(r"a \frobnicate b", lambda inner: inner, unknown) == f"a{LOST}b"
    assert unknown == {"frobnicate": 1}


@pytest.mark.parametrize(
    "latex", ["{", "}", "^", "_", r"\frac", r"\frac{a", r"\begin{array}", r"\left", "x^^^", "{" * 500]
)
def test_render_math_survives_what_does_not_close(latex: str) -> None:
    assert "\\" not in render_math(latex, lambda inner: inner, {})
