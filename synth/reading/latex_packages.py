r"""What the commands of packages print, written as a paper would define them: one line a meaning.

A line has names, a signature (`latex_signature`), and a body of LaTeX, in which "#1" is the first argument. What
is too long goes on in lines that begin with a space. Packages stand in square brackets above their lines. Commands of
packages that a paper does not load count as well, since a class or a package that is not in the archive may load them;
those of a package with "!" do not, for elsewhere their names mean something else. What a paper
defines itself comes before all of them.

What has a state or a calculation (acronyms, citations, units, ordinals) is read where it belongs, not here.
"""

import re
from functools import cache

from synth.reading.latex_macro_input import Macro
from synth.reading.latex_signature import parameters

_COMMANDS = r"""
[changes]
added highlight chadded chhighlight | om | #2
deleted comment chdeleted chcomment | om |
replaced chreplaced | omm | #2
listofchanges definechangesauthor | om |
setdeletedmarkup setaddedmarkup setcommentmarkup sethighlightmarkup setauthormarkup | m |

[easyReview!]
add alert highlight | m | #1
remove | m |
replace | mm | #2
comment | mm | #1

[trackchanges]
add refneeded | om | #2
remove note | om |
change | omm | #3
annote | omm | #2

[latexdiff]
DIFadd DIFaddFL DIFaddtex | m | #1
DIFdel DIFdelFL DIFdeltex | m |
DIFaddbegin DIFaddend DIFdelbegin DIFdelend DIFmodbegin DIFmodend | |
DIFaddbeginFL DIFaddendFL DIFdelbeginFL DIFdelendFL | |

[todonotes, fixme, luatodonotes]
todo missingfigure listoftodos | om |
fxnote fxwarning fxerror fxfatal fixme | som |
todototoc | |

[marginnote, sidenotes, pdfcomment, pdfmarginpar]
marginnote | omo |
marginpar pdfcomment pdfmargincomment pdffreetextcomment pdfsquarecomment pdfcirclecomment pdfmarginpar | om |
pdfmarkupcomment | omm | #2
pdftooltip | smm | #2
sidenote sidenotetext sidecaption | oom |

[csquotes]
textquote | soomo | \enquote{#4}\IfValueT{#2}{ (#2)}
blockquote | soomo | \enquote{#4}\IfValueT{#2}{ (#2)}
foreignquote hyphenquote | smm | \enquote{#3}
foreigntextquote hyphentextquote foreignblockquote hyphenblockquote | smoom | \enquote{#5}\IfValueT{#3}{ (#3)}
textcquote blockcquote | soomom | \enquote{#6} \cite\IfValueT{#2}{[#2]}\IfValueT{#3}{[#3]}{#4}
foreigntextcquote hyphentextcquote | smoomom | \enquote{#7} \cite\IfValueT{#3}{[#3]}\IfValueT{#4}{[#4]}{#5}
textelp | sm | [\ldots]
textins | sm | [#2]

[dirtytalk]
say | m | \enquote{#1}

[nth, fmtcount, engord]
ordinalnum engordnumber FCordinal | m | \nth{#1}

[fmtcount, moreverb]
ts | m | \textsuperscript{#1}

[tcolorbox]
tcbox | om | {#2}
tcbset tcbuselibrary tcbsetforeverylayer | m |

[lettrine, IEEEtran]
lettrine | omm | #2#3
IEEEPARstart | mm | #1#2
dropcap | m | #1

[babel]
foreignlanguage | omm | #3
textgreek textlatin textcyrillic textenglish textgerman textfrench textrussian | m | #1

[hyperref]
texorpdfstring | mm | #1
hyperref | om | #2
nohyper endnohyper | |

[accsupp]
BeginAccSupp EndAccSupp | m |

[lipsum, blindtext, kantlipsum]
lipsum blindtext Blindtext kant | so |

[hologo, dtk-logos]
hologo Hologo | m | #1

[tagpdf, accessibility]
tagpdfsetup tagstructbegin tagmcbegin alt | m |

[optional]
optionalstart optionalend | |

[tagging!]
usetag droptag | m |

[physics!]
div divergence | | \nabla\cdot
grad gradient | | \nabla
curl | | \nabla\times
laplacian | | \nabla^2
order | m | \mathcal{O}(#1)
dd | og | \,d\IfValueT{#1}{^{#1}}\IfValueT{#2}{#2}\,
tr trace | g | \operatorname{tr}\IfValueT{#1}{(#1)}
Tr Trace | g | \operatorname{Tr}\IfValueT{#1}{(#1)}
rank | g | \operatorname{rank}\IfValueT{#1}{(#1)}
vb vectorbold va vectorarrow vu vectorunit | sm | \mathbf{#2}
vdot dotproduct | | \cdot
cross crossproduct cp | | \times
ev expectationvalue | smg | \langle\IfValueTF{#3}{#3|#2|#3}{#2}\rangle
ip innerproduct | smg | \langle #2\IfValueT{#3}{|#3}\rangle
op outerproduct dyad ketbra | smg | |#2\rangle\langle\IfValueTF{#3}{#3}{#2}|
pb poissonbracket | smm | \{#2, #3\}
qty quantity | sd()d[]d||g | \IfValueT{#2}{(#2)}\IfValueT{#3}{[#3]}\IfValueT{#4}{|#4|}\IfValueT{#5}{\{#5\}}
qc | | ,\quad
qq | m | \quad\text{#1}\quad
qif | | \quad\text{if}\quad
qand | | \quad\text{and}\quad
qor | | \quad\text{or}\quad
qfor | | \quad\text{for}\quad
qwith | | \quad\text{with}\quad
eval evaluated | sd()d[]g | \IfValueT{#4}{#4|}\IfValueT{#2}{#2|}\IfValueT{#3}{[#3]}

[physics, braket]
bra | sm | \langle #2|
ket | sm | |#2\rangle
Bra | m | \langle #1|
Ket | m | |#1\rangle
braket | smg | \langle #2\IfValueT{#3}{|#3}\rangle
Braket | m | \langle #1\rangle
Set | m | \{#1\}
expval | smg | \langle\IfValueTF{#3}{#3|#2|#3}{#2}\rangle
mel matrixel matrixelement | smmm | \langle #2|#3|#4\rangle
dv derivative | somg | \IfValueTF{#4}
  {\frac{d\IfValueT{#2}{^{#2}}#3}{d#4\IfValueT{#2}{^{#2}}}}
  {\frac{d\IfValueT{#2}{^{#2}}}{d#3\IfValueT{#2}{^{#2}}}}
pdv partialderivative | somgg | \IfValueTF{#5}
  {\frac{\partial^2#3}{\partial#4\partial#5}}
  {\IfValueTF{#4}{\frac{\partial\IfValueT{#2}{^{#2}}#3}{\partial#4\IfValueT{#2}{^{#2}}}}
  {\frac{\partial\IfValueT{#2}{^{#2}}}{\partial#3\IfValueT{#2}{^{#2}}}}}
abs absolutevalue | sm | |#2|
norm | sm | \|#2\|
comm commutator | smm | [#2, #3]
acomm anticommutator acommutator | smm | \{#2, #3\}
pqty | m | (#1)
bqty | m | [#1]
vqty | m | |#1|
Bqty | m | \{#1\}
mqty matrixquantity | sd()d[]d||g | \IfValueT{#2}{\begin{pmatrix}#2\end{pmatrix}}
  \IfValueT{#3}{\begin{bmatrix}#3\end{bmatrix}}\IfValueT{#4}{\begin{vmatrix}#4\end{vmatrix}}
  \IfValueT{#5}{\begin{matrix}#5\end{matrix}}
pmqty | m | \begin{pmatrix}#1\end{pmatrix}
bmqty | m | \begin{bmatrix}#1\end{bmatrix}
vmqty | m | \begin{vmatrix}#1\end{vmatrix}

[diffcoeff!]
diff | somg | \frac{d\IfValueT{#2}{^{#2}}#3}{d\IfValueT{#4}{#4}\IfValueT{#2}{^{#2}}}
diffp | somg | \frac{\partial\IfValueT{#2}{^{#2}}#3}{\partial\IfValueT{#4}{#4}\IfValueT{#2}{^{#2}}}

[cvpr, iccv, eccv, bmvc, neurips]
eg Eg | | e.g.\xspace
ie Ie | | i.e.\xspace
etal | | et al.\xspace
etc | | etc.\xspace
cf | | cf.\xspace
vs | | vs.\xspace
wrt | | w.r.t.\xspace
aka | | a.k.a.\xspace
iid | | i.i.d.\xspace
onedot bmvaOneDot | | .\xspace
answerYes | m | [Yes] #1
answerNo | m | [No] #1
answerNA | m | [NA] #1
answerTODO | m | [TODO] #1

[aastex]
dcolhead | m | $#1$

[makecell, diagbox, slashbox]
tabincell tabcell | mm | #2
specialcell | om | #2
diagbox backslashbox slashbox | omm | #2 / #3

[algpseudocode, algorithmicx]
Call | mm | \textsc{#1}\ifblank{#2}{}{(#2)}
textproc | m | \textsc{#1}

[apacite, chicago, named]
citeauthoryear | mmg | \IfValueTF{#3}{#2(#3)}{#1(#2)}
APACrefatitle APACrefbtitle APACrefaetitle APACrefbetitle | mm | #1
APACjournalVolNumPages | mmmm | #1\ifblank{#2}{}{, #2}\ifblank{#3}{}{(#3)}\ifblank{#4}{}{, #4}
APACaddressPublisher APACaddressInstitution APACaddressSchool | mm | \ifblank{#1}{}{#1: }#2
APACtypeAddressSchool | mmm | #1, #3\ifblank{#2}{}{, #2}
APACrefYearMonthDay | mmm | (#1)
APACrefYear APACexlab | m | (#1)
APACyear APAChowpublished APACmonth APACurlBreaks | m | #1
APACbVolEdTR | mm | #2
APACrefnote | m | (#1)
APACinsertmetastar PrintBackRefs APACmetastar | m |
BBA | | \&
BCBL BCBT | | ,
BOthers | m | et al.
BOthersPeriod | m | et al.
BPBI | | .
BHBI | | .-
BBOQ BBCQ | |
BED BEDS | | Ed.
BIn | | In
BPG BPGS BPGP | | pp.
BVOL BVOLS | | Vol.
BNUM | | No.
PrintOrdinal | m | \nth{#1}

[bioinfo, oup, ws, interact]
processtable | mmm | \caption{#1}#2\tablefoot{#3}
tbl | mm | \caption{#1}#2

[units, nicefrac]
unitfrac | omm | \IfValueT{#1}{#1 }#2/#3
"""


@cache
def package_commands(loaded: frozenset[str]) -> tuple[dict[str, Macro], dict[str, Macro]]:
    """The commands of the packages loaded, and those of others, by their names."""
    own: dict[str, Macro] = {}
    others: dict[str, Macro] = {}
    for packages, names, macro in _rows():
        table = own if not loaded.isdisjoint(name.rstrip("!") for name in packages) else others
        if table is own or not packages[0].endswith("!"):
            for name in names:
                table.setdefault(name, macro)
    return own, others


@cache
def _rows() -> tuple[tuple[tuple[str, ...], tuple[str, ...], Macro], ...]:
    rows = []
    packages: tuple[str, ...] = ()
    for line in _COMMANDS.replace("\n  ", "").splitlines():
        if line.startswith("["):
            packages = tuple(line.strip("[]").split(", "))
        elif line:
            names, signature, body = (part.strip() for part in re.split(r"\s+\|(?=\s|$)", line, maxsplit=2))
            rows.append((packages, tuple(names.split()), Macro(parameters(signature), body)))
    return tuple(rows)


@cache
def package_command_names() -> frozenset[str]:
    """All names that a package's command has here."""
    return frozenset(name for _, names, _ in _rows() for name in names)


BOX_ENVIRONMENTS = {
    "tcolorbox": "O{}",
    "mdframed": "O{}",
    "bclogo": "O{}m",
    "titled-frame": "m",
    "boxedminipage": "om",
    **dict.fromkeys(
        """
        framed oframed shaded shaded* snugshade snugshade* leftbar frshaded boxedtext tipblock noteblock warningblock
        importantblock cautionblock
        """.split(),
        "",
    ),
}
"""Environments that set a box, with their signatures: each is a paragraph of its own, under its title."""

HIDDEN_ENVIRONMENTS = frozenset("comment acronym lrbox filecontents".split())
"""Environments whose body is not printed where they stand, or is a list of abbreviations."""
