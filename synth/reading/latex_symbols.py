"""What LaTeX's symbol commands, accents and units look like in Unicode."""

import unicodedata
from functools import cache

_OWN_SYMBOLS = r"""
    S § P ¶ copyright © pounds £ LaTeX LaTeX LaTeXe LaTeX2e TeX TeX BibTeX BibTeX AmS AMS cmark ✓ xmark ✗
    ddagger ‡ ddag ‡ dag † dagger † textdagger † textdaggerdbl ‡ textbar | textless < textgreater > textunderscore _
    textdollar $ textellipsis … ldots … dots … dotsc … dotso … dotsm ⋯ dotsb ⋯ dotsi ⋯ cdots ⋯ vdots ⋮ ddots ⋱
    textasteriskcentered * textbullet • textperiodcentered · texttildelow ~ textapprox ~ textmu µ textohm Ω
    textquotesingle ' textquotedbl " quotesinglbase ‚ quotedblbase „ glqq „ grqq “ flqq « frqq » glq ‚ grq ‘ lq ‘ rq ’
    textsection § textparagraph ¶ textyen ¥ textcent ¢ textsterling £ texttimes × textdiv ÷ textminus − textsurd √
    textonehalf ½ textonequarter ¼ textthreequarters ¾ textonesuperior ¹ texttwosuperior ² textthreesuperior ³
    textordfeminine ª textordmasculine º textexclamdown ¡ textquestiondown ¿ textcelsius ℃ textnumero №
    textrightarrow → textleftarrow ← textuparrow ↑ textdownarrow ↓ degree ° celsius °C
    Box □ bot ⊥ Re ℜ Im ℑ imath ı jmath ȷ epsilon ε phi φ straightphi ϕ prime ′ backprime ‵ ast *
    iff ⟺ implies ⟹ impliedby ⟸ leadsto ⇝ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵ models ⊨ Join ⋈ mho ℧ Diamond ◇
    coloneqq ≔ coloneq ≔ eqqcolon ≕ defeq ≔ eqdef ≝ colon : dblcolon ∷ gets ← owns ∋ lnot ¬ neg ¬ land ∧ lor ∨
    ne ≠ le ≤ ge ≥ lt < gt > leqq ≦ geqq ≧ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ mid | nmid ∤
    lbrack [ rbrack ] lparen ( rparen ) lbrace { rbrace } langle ⟨ rangle ⟩ lang ⟨ rang ⟩ bigcirc ◯ bullet •
    iint ∬ iiint ∭ oint ∮ bigtimes × sqcup ⊔ bigsqcup ⨆ blacktriangle ▲ blacktriangledown ▼ varkappa ϰ
    circledast ⊛ circledcirc ⊚ circleddash ⊝ upharpoonright ↾ restriction ↾ relbar − rightleftharpoons ⇌ Finv Ⅎ
    male ♂ female ♀ faCheck ✓ faTimes ✗ faCheckCircle ✓ faTimesCircle ✗ Checkmark ✓ XSolidBrush ✗ crossmark ✗
    CIRCLE ● Circle ○ LEFTcircle ◐ RIGHTcircle ◑ fullcirc ● emptycirc ○ square □ Square □ CheckedBox ☑ XBox ☒ surd √
    smallsetminus ∖ varoslash ⊘ nodata … officialeuro € msun M☉ lsun L☉ rsun R☉ Lsun L☉ Rsun R☉ XSolid ✗ CheckmarkBold ✓
    checkmark ✓ bigstar ★ star ⋆ permil ‰ perthousand ‰ textperthousand ‰ percent % euro € EUR € sun ☉ odot ⊙
    diamondsuit ♢ heartsuit ♡ clubsuit ♣ spadesuit ♠ natural ♮ sharp ♯ flat ♭ wr ≀ amalg ⨿ diamond ⋄
    thorn þ TH Þ th þ dh ð DH Ð dj đ DJ Đ ng ŋ NG Ŋ i ı j ȷ slash / vartriangle △ triangle △ bigtriangleup △ angle ∠
    lesssim ≲ gtrsim ≳ la ≲ ga ≳ arcsec ″ arcmin ′ micron µm kms km/s Msun M☉ sp ^ sb _ And & endash – emdash —
    textendash – textemdash — textcopyright © textregistered ® texttrademark ™ textdegree ° textpm ± textasciitilde ~
    textasciicircum ^ textbackslash \ backslash \ hdots … dotfill … esssup esssup argmin argmin argmax argmax tr tr
    injlim injlim projlim projlim varliminf liminf varlimsup limsup liminf liminf limsup limsup
"""

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
}
"""Combining characters of the text accents, by the command's name."""

MATH_ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "overline": "\u0304",
    "widebar": "\u0304",
    "breve": "\u0306",
    "dot": "\u0307",
    "ddot": "\u0308",
    "mathring": "\u030a",
    "check": "\u030c",
    "widecheck": "\u030c",
    "acute": "\u0301",
    "grave": "\u0300",
    "vec": "\u20d7",
    "overrightarrow": "\u20d7",
    "underline": "\u0332",
    "underbar": "\u0332",
}

UNITS = dict(
    zip(
        *[
            iter(
                """
    percent % metre m meter m second s gram g kilogram kg ampere A kelvin K mole mol candela cd hertz Hz newton N
    pascal Pa joule J watt W coulomb C volt V farad F ohm Ω tesla T weber Wb henry H celsius °C degreeCelsius °C
    degree ° minute min hour h day d litre L liter L tonne t electronvolt eV byte B bit bit bel B decibel dB radian rad
    steradian sr barn b parsec pc year yr angstrom Å arcminute ′ arcsecond ″ square ² cubic ³ squared ² cubed ³
    per / yocto y zepto z atto a femto f pico p nano n micro µ milli m centi c deci d deca da hecto h kilo k mega M
    giga G tera T peta P exa E kibi Ki mebi Mi gibi Gi tebi Ti nm nm um µm mm mm cm cm km km ms ms us µs ns ns ps ps
    fs fs kg kg mg mg g g GHz GHz MHz MHz kHz kHz Hz Hz eV eV keV keV MeV MeV GeV GeV TeV TeV GB GB MB MB K K
    mV mV V V mA mA A A W W mW mW kW kW mol mol Pa Pa kPa kPa
    """.split()
            )
        ]
        * 2,
        strict=True,
    )
)
"""Units and prefixes of siunitx, by the command's name."""

_DOUBLE_STRUCK = {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ", "1": "𝟙", "E": "𝔼"}


@cache
def symbols() -> dict[str, str]:
    """The Unicode text of every symbol command that takes no argument, by its name: pylatexenc's table and our own."""
    from pylatexenc.latex2text import get_default_latex_context_db

    table: dict[str, str] = {}
    for spec in get_default_latex_context_db().iter_macro_specs():
        text = spec.simplify_repl
        if isinstance(text, str) and text.strip() and "%" not in text and spec.macroname != "today":
            table.setdefault(spec.macroname, text)
    words = _OWN_SYMBOLS.split()
    table.update(zip(words[::2], words[1::2], strict=True))
    return table


def accented(base: str, combining: str) -> str:
    """The letter with the accent, composed where Unicode has it; a dotless i or j gets its dot back first."""
    base = base.replace("ı", "i").replace("ȷ", "j") or " "
    return unicodedata.normalize("NFC", base[0] + combining + base[1:])


def double_struck(text: str) -> str:
    """Blackboard bold where the letter is common ("ℝ"), else the letter itself."""
    return "".join(_DOUBLE_STRUCK.get(char, char) for char in text)
