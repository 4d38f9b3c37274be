"""The commands and environments of running text: what each takes, and which of it is printed."""

MATH_ENVIRONMENTS = frozenset(
    """
    math displaymath equation eqnarray align gather multline flalign alignat xalignat dmath dgroup IEEEeqnarray
    empheq  aligned split gathered darray
    """.split()
)

SWALLOWED = {
    # what is dropped with its arguments; the arguments that follow and are not named here stay text
    **dict.fromkeys(
        "color textcolor colorbox includegraphics includesvg rotatebox rowcolor cellcolor pagecolor".split(), "om"
    ),
    **dict.fromkeys(
        """
        label vspace hspace nocite index phantom hphantom vphantom hypertarget hyperlink href thispagestyle pagestyle
        pagenumbering bibliographystyle bibliography markright hyphenation selectlanguage foreignlanguage linespread
        cline theoremstyle inst email fnmsep orcid orcidID usetikzlibrary pgfplotsset tikzset graphicspath
        hypersetup sisetup captionsetup setcitestyle geometry lstset titlespacing acmDOI fontfamily fontshape
        fontseries input verbatiminput lstinputlisting special message   marginpar todo
        subjclass keywords pacs preprint date institute address affil affiliation altaffiltext altaffilmark received
        accepted newcounter newlength newdimen newcount newtoks newbox newfont rowcolors
        symbolfootnote stepcounter refstepcounter newfam epsffile epsfbox psfig epsfig nocopyright ifthispageodd tag
        eqnum
        """.split(),
        "m",
    ),
    **dict.fromkeys(
        """
        setlength addtolength setcounter addtocounter fontsize markboth numberwithin resizebox settowidth
        DeclareUnicodeCharacter providecolor colorlet newtheoremstyle
        """.split(),
        "mm",
    ),
    **dict.fromkeys("addcontentsline definecolor specialrule ".split(), "mmm"),
    **dict.fromkeys(
        "hyperref footnotemark allowdisplaybreaks addlinespace linebreak pagebreak nolinebreak".split(), "o"
    ),
    **dict.fromkeys("makebox framebox  dashbox".split(), "oo"),
    "rule": "omm",
    "raisebox": "moo",
    "scalebox": "mo",
    "parbox": "ooom",
    "fcolorbox": "mm",
    "cmidrule": "orm",
    "newtheorem": "*momo",
    "newsavebox": "m",
    "put": "r",
    "footcite": "om",
    "todo": "om",
    "reflectbox": "",
    "adjustbox": "m",
    "enlargethispage": "m",
    "lettrine": "o",
    "multicolumn": "mm",
    "multirow": "momo",
    "makecell": "o",
    "shortstack": "o",
    "thead": "o",
    "pgfplotstableread": "omm",
    "noalign": "m",
    "": "om",
}
ENVIRONMENT_ARGUMENTS = {
    "minipage": "ooom",
    "tabular": "om",
    "tabular*": "mom",
    "tabularx": "mom",
    "array": "om",
    "multicols": "m",
    "adjustbox": "m",
    "wrapfigure": "omom",
    "list": "mm",
    "enumerate": "o",
    "itemize": "o",
    "description": "o",
    "spacing": "m",
    "adjustwidth": "mm",
    "tcolorbox": "o",
    "mdframed": "o",
    "CJK": "mm",
    "CJK*": "mm",
    "otherlanguage": "m",
    "trivlist": "",
    "flushleft": "",
    "subequations": "",
    "alignat": "m",
    "alignat*": "m",
}
DROPPED_ENVIRONMENTS = frozenset("tikzpicture picture pspicture algorithmic pgfpicture forest dependency".split())
IGNORED = frozenset(
    """
    bf it em rm sf tt sl sc bfseries itshape slshape scshape ttfamily sffamily rmfamily mdseries upshape normalfont
    tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge textbf textit emph textrm textsf texttt
    textsc textsl textup textmd textnormal underline uline uwave sout st mbox hbox vbox fbox text noindent indent
    centering raggedright raggedleft flushleft smallskip medskip bigskip newpage clearpage cleardoublepage maketitle
    protect relax leavevmode hfill hfil vfill vfil hss vss hrule vrule hrulefill nobreak allowbreak penalty goodbreak
    filbreak nopagebreak null strut mathstrut smash unskip ignorespaces xspacing center nonumber displaystyle
    textstyle scriptstyle boldmath unboldmath frenchspacing nonfrenchspacing sloppy fussy tableofcontents listoffigures
    listoftables appendix singlespacing doublespacing onehalfspacing onecolumn twocolumn flushbottom raggedbottom
    balance selectfont textsuperscript textsubscript  makeatletter makeatother begingroup endgroup bgroup
    egroup narrower obeylines parindent parskip baselineskip hsize vsize footline headline nopagenumbers eject
    supereject vfootnote obeyspaces toprule midrule bottomrule hline tightlist endproclaim
    endgraf centerline leftline rightline line llap rlap qedhere nolinkurl path  alert lowercase uppercase
    MakeUppercase MakeLowercase textls acs newblock  natexlab  tabcolsep arraystretch linewidth textwidth
    columnwidth textheight item par aclfinalcopy sectionmark subsectionmark break ht wd dp box unhbox copy raise lower
    nointerlineskip offinterlineskip topmatter endtopmatter document enddocument finalcopy rmdefault hoffset voffset
    overfullrule bye end endinput iclrfinalcopy cvprfinalcopy nofiles displaylimits footnoterule  string
    fam tenrm tenbf tenit twelverm twelvebf twelveit looseness
    clubpenalty widowpenalty advance magnification multiply divide number immediate write openout closeout
    big Big bigg Bigg left right nobreakdash dashuline subref onecolumngrid noaffiliation twocolumngrid
    qed qedsymbol setlist newlist balancecolumns acknowledgments  blx  printbibliography vadjust itshape
    """.split()
)
CITATIONS = {
    "cite": "[]", "citep": "[]", "parencite": "[]", "autocite": "[]", "citealp": "[]", "shortcite": "[]",
    "citenum": "[]", "onlinecite": "[]", "supercite": "[]", "citeyearpar": "[]", "smartcite": "[]", "cites": "[]",
    "citen": "[]", "Citep": "[]", "fullcite": "[]", "parencites": "[]", "citenp": "[]", "textsuperscriptcite": "[]",
    "citet": "author []", "textcite": "author []", "newcite": "author []", "Citet": "author []",
    "citealt": "author []", "citeN": "author []", "citeasnoun": "author []", "Textcite": "author []",
    "citeauthor": "author", "Citeauthor": "author", "citeyear": "year", "citedate": "year", "shortciteN": "author []",
}  # fmt: skip
REFERENCES = frozenset("ref eqref autoref cref Cref pageref nameref vref cpageref labelcref Autoref fref Fref".split())


UNIT_COMMANDS = {
    "SI": "mm", "qty": "mm", "si": "m", "unit": "m", "num": "m", "ang": "m", "SIrange": "mmm", "qtyrange": "mmm",
    "numrange": "mm", "numlist": "m", "SIlist": "mm",
}  # fmt: skip
