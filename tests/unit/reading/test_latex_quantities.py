import pytest

from synth.reading.latex_inline import InlineContext, render_inline


def rendered(latex: str) -> str:
    return " ".join(render_inline(latex, InlineContext()).split())


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\SI{12.5(3)}{\pico\second}", "12.5(3) ps"),
        (r"\SIlist{10;20;40}{\kelvin}", "10, 20 and 40 K"),
        (r"\numlist{1.2;3.4;5.6}", "1.2, 3.4 and 5.6"),
        (r"\SIrange{10}{40}{\kelvin}", "10 K to 40 K"),
        (r"\SI{2 x 3}{\milli\metre}", "2 × 3 mm"),
        (r"\qtyproduct{4 x 5}{\milli\meter}", "4 × 5 mm"),
        (r"\qty{5+-1}{\tesla}", "5 ± 1 T"),
        (r"\num{1.5e-6}", "1.5 × 10⁻⁶"),
        (r"\SI{1.5e6}{\per\second}", "1.5 × 10⁶ s⁻¹"),
        (r"\SI{9.8}{\metre\per\second\squared}", "9.8 m/s²"),
        (r"\SI[per-mode=symbol]{7}{km.h^{-1}}", "7 km·h⁻¹"),
        (r"\SI{100}{\tera\gram(\ce{SO2})\mathrm{yr}^{-1}}", "100 Tg (SO₂) yr⁻¹"),
        (r"\unit[5]{km}, \unit{\watt\per\square\meter}", "5 km, W/m²"),
        (r"\ang{12;30;5}, \ang{45}", "12°30′5″, 45°"),
        (r"$\qty{3}{\tesla}$ is", "3 T is"),
    ],
)
def test_render_inline_writes_quantities_as_siunitx(latex: str, text: str) -> None:
    assert rendered(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\ce{SO4^2-}", "SO₄²⁻"),
        (r"\ce{^{227}_{90}Th+}", "²²⁷₉₀Th⁺"),
        (r"\ce{2H2 + O2 -> 2H2O}", "2 H₂ + O₂ → 2 H₂O"),
        (r"\ce{Ca(OH)2}, \ce{CuSO4*5H2O}, \ce{CH3-CH2-OH}", "Ca(OH)₂, CuSO₄·5H₂O, CH₃-CH₂-OH"),
        (r"\ce{Na+ + Cl- <=> NaCl}", "Na⁺ + Cl⁻ ⇌ NaCl"),
        (r"\ch{N2}, \isotope[14][6]{C}, $\ce{H2O}$", "N₂, ¹⁴₆C, H₂O"),
        (r"CO$_2$, CO\textsubscript{2}e", "CO₂, CO₂e"),
    ],
)
def test_render_inline_writes_formulas_of_chemistry(latex: str, text: str) -> None:
    assert rendered(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\url{https://a.b/d\%C3\%A9j\#part\_2}", "https://a.b/d%C3%A9j#part_2"),
        (r"\path{/usr/\%d\#x}", "/usr/%d#x"),
        (r"\href{https://a.b/\%7E}{the page}", "the page"),
    ],
)
def test_render_inline_keeps_odd_signs_of_addresses(latex: str, text: str) -> None:
    assert rendered(latex) == text
