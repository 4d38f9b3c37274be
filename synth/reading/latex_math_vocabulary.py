"""The characters and commands of mathematics: which kind each is, what it takes, and which print nothing."""

from synth.reading.latex_chemistry import CHEMISTRY
from synth.reading.latex_citations import CITATIONS
from synth.reading.latex_commands import names, signatures
from synth.reading.latex_quantities import QUANTITIES
from synth.reading.latex_references import REFERENCES

RELATIONS = frozenset("=<>:≤≥≠≈≡≃≅∼~→←↔⇒⇐⇔⟹⟺⟶⟵⟷↦⟼∈∉∋⊂⊆⊃⊇⊄⊊∝≪≫≺≻⪯⪰≼≽⊢⊨≔≜≝≐≲≳∣∥⊥↪↠⇝⇌≦≧⩽⩾↑↓⊏⊑≍⋈⊲⊴")
BINARIES = frozenset("+-−±∓×÷·∗∘∪∩∨∧⊕⊗⊙⊔⊖⊎∖⋆⋅⊛*")
BIG = frozenset("∑∏∫∬∭∮⨆⋃⋂⨁⨂⋀⋁∐")
FUNCTIONS = names("math functions")
OPENING, CLOSING = frozenset("([{⟨⌈⌊"), frozenset(")]}⟩⌉⌋!?")
FONTS = names("math fonts")
TEXTS = names("math texts")
SIGNATURES = {
    **dict.fromkeys(CITATIONS, "sd<>oom"),
    **{name: "somm" if form == "range" else "som" for name, form in REFERENCES.items()},
    **dict.fromkeys(("textsuperscript", "textsubscript", "url", "enquote"), "m"),
    **QUANTITIES,
    **CHEMISTRY,
}
"""Commands of running text that stand in formulas, too, with what they take."""
IGNORED = names("math ignored")
SWALLOWED = signatures("math swallowed")
