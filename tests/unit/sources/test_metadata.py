import pytest

from synth.sources.metadata import plain_text

PLAIN = {
    "Plain text, as it is": "Plain text, as it is",
    r"Erd\H{o}s and Schr\"odinger": "Erdős and Schrödinger",
    r"Garc\'{\i}a, \O{}rsted, \l{}\'od\'z, \c{c}, \v s, {\AA}": "García, Ørsted, łódź, ç, š, Å",
    r"\emph{all} 5\% of {\bf GPT}-3 \& co.": "all 5% of GPT-3 & co.",
    "Fig.~3 --- pages 1--5, ``so'' it's": "Fig. 3 — pages 1–5, “so” it's",
    "about ~10 at http://a.edu/~ada": "about ~10 at http://a.edu/~ada",
    r"$O(n^2)$ and $x_{i+1}^{2}$": "O(n²) and x_(i+1)²",
    r"H$_2$O, $10^{-3}$, $30^\circ$, $\mathbb{R}^n$": "H₂O, 10⁻³, 30°, Rⁿ",
    r"$\mathrm{\mu}$DeepIQA": "μDeepIQA",
    r"$\tau \to \mu\gamma$, $\alpha\leq 3$": "τ → μγ, α ≤ 3",
    r"$n\log n$, $L_{\max}$, $\frac{a}{b+1}$, $\sqrt{n}$": "n log n, Lₘₐₓ, a/(b+1), √n",
    r"$p\bar{p}$ $\hat x$": "pp̄ x̂",
    r"the $3p^4~^1D$ state": "the 3p⁴ ¹D state",
    r"of the $ n$-particle kind, $>$60 keV, 1.0$\pm$0.4": "of the n-particle kind, >60 keV, 1.0±0.4",
    r"from \$5 to $10 and $20": "from $5 to $10 and $20",
    r"We introduce \corpus, a large corpus": "We introduce corpus, a large corpus",
    r"\href{http://a.b}{this} \cite{a,b}, \SI{5}{\percent}": "this , 5%",
    "two\n  lines\\\\ of a title": "two lines of a title",
}


@pytest.mark.parametrize("tex", PLAIN)
def test_plain_text_resolves(tex: str) -> None:
    assert plain_text(tex) == PLAIN[tex]


@pytest.mark.parametrize(
    "tex", ["}{", "{" * 3000 + "a" + "}" * 5000, "\\", "$", "$$$", "\\'", "^_^", "\\frac{", "$\\hat$"]
)
def test_plain_text_stands_broken_tex(tex: str) -> None:
    assert "\\frac{" not in plain_text(tex)


def test_plain_text_keeps_the_words_behind_a_stray_brace() -> None:
    assert plain_text("a stray } brace and { more") == "a stray brace and more"


def test_plain_text_knows_the_symbols_that_the_reader_knows() -> None:
    assert plain_text(r"$\vec{p} \land q^\prime$, \'{E}mile, \P") == "p⃗ ∧ q′, Émile, P"
