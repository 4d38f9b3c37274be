"""The characters and commands of mathematics: which kind each is, what it takes, and which print nothing."""

from synth.reading.latex_chemistry import CHEMISTRY
from synth.reading.latex_citations import CITATIONS
from synth.reading.latex_quantities import QUANTITIES
from synth.reading.latex_references import REFERENCES

RELATIONS = frozenset("=<>:≤≥≠≈≡≃≅∼~→←↔⇒⇐⇔⟹⟺⟶⟵⟷↦⟼∈∉∋⊂⊆⊃⊇⊄⊊∝≪≫≺≻⪯⪰≼≽⊢⊨≔≜≝≐≲≳∣∥⊥↪↠⇝⇌≦≧⩽⩾↑↓⊏⊑≍⋈⊲⊴")
BINARIES = frozenset("+-−±∓×÷·∗∘∪∩∨∧⊕⊗⊙⊔⊖⊎∖⋆⋅⊛*")
BIG = frozenset("∑∏∫∬∭∮⨆⋃⋂⨁⨂⋀⋁∐")
FUNCTIONS = frozenset(
    """
    log ln lg exp sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan max min sup inf lim liminf limsup arg
    argmax argmin det dim ker deg gcd hom Pr tr injlim projlim esssup
    """.split()
)
OPENING, CLOSING = frozenset("([{⟨⌈⌊"), frozenset(")]}⟩⌉⌋!?")
FONTS = frozenset(
    """
    mathrm mathbf mathsf mathtt mathit mathnormal mathcal mathscr mathfrak boldsymbol bm pmb bold mathord mathinner
    mathopen mathclose mathpunct mathstrut smash mathclap frak underbrace overbrace boxed fbox substack ensuremath
    mathds mathpzc mathbfcal EuScript mathbfit symbf symrm symbb bbold cancel bcancel xcancel ul uline mathrlap mathllap
    """.split()
)
TEXTS = frozenset(
    """
    text mbox textrm textbf textit texttt textsf textsc textnormal textsl emph hbox intertext shortintertext textup
    makebox parbox textmd enquote
    """.split()
)
SIGNATURES = {
    **dict.fromkeys(CITATIONS, "sd<>oom"),
    **{name: "somm" if form == "range" else "som" for name, form in REFERENCES.items()},
    **dict.fromkeys(("textsuperscript", "textsubscript", "url", "enquote"), "m"),
    **QUANTITIES,
    **CHEMISTRY,
}
"""Commands of running text that stand in formulas, too, with what they take."""
IGNORED = frozenset(
    """
    displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag rm bf it cal sf tt sc sl mit
    boldmath unboldmath left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm
    biggm Biggm relax hfill hfil allowbreak nobreak break noindent par centering strut null hline cr crcr small
    footnotesize tiny scriptsize normalsize large Large protect xspace qedhere upshape nobreakdash mathsurround
    newline linebreak nolinebreak eqalign displaylines noalign vcenter hfil break pagebreak bigskip
    medskip smallskip normalfont em rmfamily bfseries itshape sffamily begingroup endgroup nonscript delimsize
    displaylimits leavevmode unskip ignorespaces  linewidth textwidth columnwidth
    """.split()
)
SWALLOWED = {
    "label": "m",
    "tag": "m",
    "color": "om",
    "hspace": "m",
    "vspace": "m",
    "phantom": "m",
    "hphantom": "m",
    "vphantom": "m",
    "raisebox": "moo",
    "rule": "omm",
    "footnote": "om",
    "footnotemark": "o",
    "setlength": "mm",
    "index": "m",
    "mathchardef": "",
    "textcolor": "om",
    "colorbox": "om",
    "scalebox": "mo",
    "resizebox": "mm",
    "hypertarget": "m",
    "hyperlink": "m",
    "href": "m",
    "fontsize": "mm",
    "arraycolsep": "",
    "xymatrix": "m",
    "mathchoice": "mmm",
    "includegraphics": "om",
}
