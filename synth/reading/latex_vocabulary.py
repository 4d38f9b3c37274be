"""The commands and environments of running text: what each takes, and which of it is printed.

What needs more than a word here has a module of its own: citations, references, quantities, chemistry, ordinals; what
packages put together of other commands is in `latex_packages`.
"""

import re


def _table(text: str) -> dict[str, str]:
    """Names by line, each with the signature that the line begins with; "-" stands for no argument."""
    rows = re.findall(r"^(\S+): ((?:.|\n  )+)$", text, re.MULTILINE)
    return {name: "" if signature == "-" else signature for signature, names in rows for name in names.split()}


MATH_ENVIRONMENTS = frozenset(
    """
    math displaymath equation eqnarray align gather multline flalign alignat xalignat dmath dgroup IEEEeqnarray
    empheq aligned split gathered darray numcases subnumcases
    """.split()
)

SWALLOWED = _table(
    r"""
-: reflectbox
m: hypertarget label vspace hspace addvspace nocite index sindex phantom hphantom vphantom href thispagestyle
  pagestyle noalign pagenumbering bibliographystyle bibliography markright hyphenation selectlanguage linespread cline
  theoremstyle inst email fnmsep orcid orcidID orcidlink orcidicon usetikzlibrary usepgfplotslibrary pgfplotsset
  tikzset graphicspath hypersetup sisetup setcitestyle geometry fontfamily fontshape fontseries input verbatiminput
  special message subjclass keywords pacs preprint date institute address affil affiliation altaffiltext altaffilmark
  received accepted newlength newdimen newcount newtoks newbox newfont rowcolors symbolfootnote newfam epsffile
  epsfbox psfig epsfig nocopyright ifthispageodd tag eqnum corref fnref tnoteref thanksref tocauthor toctitle
  icmlkeywords acmDOI newsavebox theorembodyfont printAffiliationsAndNotice IEEEpubid IEEEtriggeratref
  IEEEauthorrefmark credit theoremheaderfont thisfancypage enlargethispage adjustbox bstctlcite urlstyle savebox sbox
  shorthandoff shorthandon allsectionsfont ULforem tnote tablenotemark tablefootmark footref bibpunct setstretch
  DeclareGraphicsExtensions crefalias usepackage RequirePackage doublerulesep extrarowheight arrayrulecolor
  lstinputlisting tcblower footnotesep twemoji
om: color textcolor colorbox includegraphics includesvg rotatebox rowcolor cellcolor pagecolor columncolor ead cortext
  fntext tnotetext includepdf pgfimage acks setlist captionsetup lstset titlespacing setmainfont setsansfont
  setmonofont setmathfont listoftodos faIcon newrefsegment DeclareCaptionFont
mm: hyperdef renewcommand setcounter addtocounter setlength addtolength fontsize markboth numberwithin resizebox
  settowidth settoheight multicolumn DeclareUnicodeCharacter providecolor newtheoremstyle icmlcorrespondingauthor
  icmlsetsymbol crefformat pdfbookmark SetTracking fcolorbox adjustimage
mmm: addcontentsline specialrule crefname Crefname contentsline
mmmm: usefont creflabelformat
o: footnotemark allowdisplaybreaks addlinespace linebreak pagebreak nolinebreak nopagebreak makecell shortstack thead
  fnmark textls printbibliography ContinuedFloat
oo: makebox framebox dashbox
omm: rule pgfplotstableread titleformat
ommmm: animategraphics
od()m: cmidrule
mo: scalebox refstepcounter stepcounter newcounter
moo: raisebox
momo: multirow
ooom: parbox
smomo: newtheorem
d(): put
"""
)
"""What is dropped with its arguments; the arguments that follow and are not named here stay text."""

UNFIT = _table(
    r"""
m: st sout xout cancel xcancel bcancel textipa chemfig emoji struck symbol vocab hieroglyph textarab RL novocalize
om: schemestart pgfplotstabletypeset csvautotabular csvreader
"""
)
"""What must not be quoted: struck out by the authors, or printed in signs that are not told by its argument."""

ENVIRONMENT_ARGUMENTS = _table(
    r"""
-: trivlist flushleft subequations
o: enumerate itemize description tcolorbox mdframed
m: multicols spacing otherlanguage otherlanguage* alignat alignat* adjustbox addmargin hyphenrules
mm: list adjustwidth CJK CJK* textblock
om: tabular array strip
mom: tabular* tabularx tabulary
omom: wrapfigure wraptable
ooom: minipage
"""
)

DROPPED_ENVIRONMENTS = frozenset(
    "tikzpicture picture pspicture algorithmic pgfpicture forest dependency tikzcd circuitikz quantikz".split()
)

SPACES = frozenset("quad qquad space hfill newline linebreak thinspace enspace enskip tab".split())

IGNORED = frozenset(
    """
    bf it em rm sf tt sl sc bfseries itshape slshape scshape ttfamily sffamily rmfamily mdseries upshape
    normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge textbf textit emph textrm
    textsf texttt textsc textsl textup textmd textnormal underline uline uuline uwave dashuline dotuline hl so ul
    caps mbox hbox vbox fbox text noindent indent centering raggedright raggedleft justifying RaggedRight
    Centering flushleft smallskip medskip bigskip newpage clearpage cleardoublepage maketitle maketitleabstract
    FloatBarrier mainmatter frontmatter backmatter protect relax leavevmode hfill hfil vfill vfil hss vss hrule
    vrule hrulefill nobreak allowbreak penalty goodbreak filbreak nopagebreak null strut mathstrut smash unskip
    ignorespaces ignorespacesafterend xspacing center nonumber displaystyle textstyle scriptstyle boldmath
    unboldmath frenchspacing nonfrenchspacing sloppy fussy tableofcontents listoffigures listoftables
    listofalgorithms appendix appendices singlespacing doublespacing onehalfspacing singlespace doublespace
    onecolumn twocolumn flushbottom raggedbottom balance nobalance selectfont textsuperscript textsubscript
    makeatletter makeatother begingroup endgroup bgroup egroup narrower obeylines parindent parskip baselineskip
    hsize vsize footline headline nopagenumbers eject supereject vfootnote obeyspaces toprule midrule bottomrule
    hline tightlist endproclaim endgraf centerline leftline rightline line llap rlap qedhere alert lowercase
    uppercase MakeUppercase MakeLowercase newblock natexlab tabcolsep arraystretch linewidth textwidth
    columnwidth textheight paperwidth item par aclfinalcopy sectionmark subsectionmark break ht wd dp box unhbox
    copy raise lower nointerlineskip offinterlineskip topmatter endtopmatter document enddocument finalcopy
    rmdefault hoffset voffset overfullrule bye end endinput iclrfinalcopy cvprfinalcopy iccvfinalcopy
    wacvfinalcopy eccvfinalcopy nofiles displaylimits footnoterule string fam tenrm tenbf tenit twelverm twelvebf
    twelveit looseness clubpenalty widowpenalty advance magnification multiply divide number immediate write
    openout closeout big Big bigg Bigg left right nobreakdash onecolumngrid noaffiliation twocolumngrid qed
    qedsymbol newlist balancecolumns acknowledgments blx vadjust nolinenumbers linenumbers modulolinenumbers
    resetlinenumber IEEEpeerreviewmaketitle IEEEoverridecommandlockouts IEEEpubidadjcol IEEEtitleabstractindextext
    IEEEdisplaynontitleabstractindextext IEEEraisesectionheading IEEEcompsocitemizethanks IEEEnonumber ninept
    showyourwork bstindex hideinitials printindex makeindex sloppypar internallinenumbers rotate ssmall tableline
    colhead nocolhead phn phd phm phs phnn hiderowcolors showrowcolors doclicenseThis newrefsection widowpenalties
    interlinepenalty printkeywords printhistory printtables printfigures theendnotes centre landscape
    printbibheading thinmuskip medmuskip thickmuskip phantomsection notag
    """.split()
)
"""What prints nothing itself; what follows it in braces stays text."""
