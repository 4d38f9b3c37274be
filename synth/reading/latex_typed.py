"""What authors type by hand where LaTeX has a command: headings, theorem labels, the title page."""

import re

from synth.reading.latex_layout import LatexHeading
from synth.reading.latex_scanner import argument

_LAYOUT = (
    r"(?:\\(?:noindent|bigskip|medskip|smallskip|goodbreak|par|indent|newpage|center|large|Large)\b"
    r"|\\v?skip\s*[-\d.]+\s*\w+|\\[vh]space\*?\s*\{[^{}]*\}|\{\s*(?=\\noindent)|[\s}])*"
)
PLAIN_HEADING = re.compile(
    rf"{_LAYOUT}(?:\\(?:centerline|leftline)\s*)?(?P<group>\{{\s*\\(?:bf|bfseries|large\s*\\bf|Large\s*\\bf)\b|\\textbf\s*\{{)"
)
_RUN_IN = re.compile(
    rf"{_LAYOUT}(?P<group>\{{\s*\\(?:bf|bfseries|it|itshape|em|sc|scshape|sl)\b"
    r"|\\(?:textbf|textit|emph|textsc|textsl|underline)\s*\{)"
)
_STYLE = re.compile(r"\\(?:bf|bfseries|it|itshape|em|sc|scshape|emph|textit|textbf|textsc|underline)\b\s*|[{}]")
TITLE_PAGE = re.compile(
    r"\\centerline\s*\{(?![^}]{0,20}(?:\d\.|introduction|abstract|contents))(?:[^{}]|\{[^{}]*\})*\}", re.IGNORECASE
)
"""Title and authors, typed by hand."""
MAX_TYPED = 400  # code points: what is longer is no heading, and "} } } ..." would cost the pattern below a long time
REFERENCES_TYPED = re.compile(
    rf"{_LAYOUT}(?:\\(?:centerline|textbf|textsc|bf|sc|large|Large|hfil+)\b|[\s{{}}])*(?:References|REFERENCES|Bibliography)[\s}}.:]*(?:\\(?:bigskip|medskip|smallskip|par|nobreak)\b[\s}}]*)*"
)
_THEOREM_NAMES = (
    "Theorem|Lemma|Proposition|Corollary|Definition|Remark|Example|Conjecture|Claim|Proof|Problem|Condition|Notation"
)
PLAIN_THEOREM = re.compile(
    rf"{_LAYOUT}(?P<group>\{{\s*\\(?:bf|sc|it|sl|em|bfseries)\b\s*|\\(?:emph|text(?:bf|it|sc))\s*\{{\s*)(?P<name>{_THEOREM_NAMES})s?\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"[\s~,]*(?!of\b)[a-z]")
RUN_IN_THEOREM = re.compile(rf"\s*(?P<name>{_THEOREM_NAMES})s?\b", re.IGNORECASE)
RUN_IN_LEVEL = 4  # LaTeX's paragraph
RUN_IN_TITLE = re.compile(r"[A-Z][^\\$]{0,58}[\w).:]")
STRUCTURED = re.compile(r"\\(?:(?:sub)*section|(?:sub)?head(?:ing)?)(?![A-Za-z])")
"""The headings of a paper whose structure is not typed by hand."""
RUN_IN_END = re.compile(r"(?P<stop>\s*[.:]|\s*\\(?:;|:|,|quad|enspace| }))?[\s~]*(?=[A-Z])")
"""What stands between a bold heading and its text: a stop or a wide space, then a capital."""


def typed_heading(latex: str) -> LatexHeading | None:
    """The heading that a paragraph is that is all bold and short, as in papers without sectioning commands."""
    match = PLAIN_HEADING.match(latex)
    group = argument(latex, latex.index("{", match.start("group"))) if match else None
    if group is None or re.sub(
        r"[\s.:}]|\\(?:par|medskip|bigskip|smallskip|noindent|newline)\b", "", latex[group.end :]
    ):
        return None
    if not 0 < len(group.text.split()) <= 20 or PLAIN_THEOREM.match(latex):
        return None
    return LatexHeading(group.text, 1, None, "plain")


def run_in_heading(latex: str) -> tuple[LatexHeading | None, str]:
    """The bold or slanted heading of a paragraph, as "{\\bf Baselines}. We compare" has it, and what is left of it."""
    match = _RUN_IN.match(latex)
    group = argument(latex, latex.index("{", match.start("group"))) if match else None
    if group is None:
        return None, latex
    title = " ".join(_STYLE.sub("", group.text).split())
    after = RUN_IN_END.match(latex, group.end)
    if RUN_IN_THEOREM.match(title):
        return None, latex
    if not after or not (after["stop"] or title.endswith((".", ":"))) or not RUN_IN_TITLE.fullmatch(title):
        return None, latex
    return LatexHeading(title.rstrip(".:"), RUN_IN_LEVEL, None), latex[after.end() :]


def typed_theorem(latex: str) -> tuple[str | None, str]:
    """The environment that a paragraph begins by a bold "Theorem 2." of its own, and the rest of it."""
    opening = PLAIN_THEOREM.match(latex)
    if opening is None:
        return None, latex
    label = argument(latex, latex.index("{", opening.start("group")))
    # "\\textbf{Claim} is then passed on" (2508.04390) is a sentence about a claim.
    if label and GOES_ON.match(latex, label.end) and not re.search(r"[\d.:]", label.text):
        return None, latex
    if label and len(label.text.split()) <= 8:  # LaTeX's environments have no label in their text either
        latex = re.sub(r"^[\s.:]+", "", latex[label.end :])
    return opening["name"].lower(), latex
