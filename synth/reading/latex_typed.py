"""What authors type by hand where LaTeX has a command: headings, theorem labels, the title page."""

import re

_LAYOUT = (
    r"(?:\\(?:noindent|bigskip|medskip|smallskip|goodbreak|par|indent|newpage|center|large|Large)\b"
    r"|\\v?skip\s*[-\d.]+\s*\w+|\\[vh]space\*?\s*\{[^{}]*\}|\{\s*(?=\\noindent)|[\s}])*"
)
PLAIN_HEADING = re.compile(
    rf"{_LAYOUT}(?:\\(?:centerline|leftline)\s*)?(?P<group>\{{\s*\\(?:bf|bfseries|large\s*\\bf|Large\s*\\bf)\b|\\textbf\s*\{{)"
)
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
    rf"{_LAYOUT}(?P<group>\{{\s*\\(?:bf|sc|it|sl|em|bfseries)\b\s*|\\text(?:bf|it|sc)\s*\{{\s*)(?P<name>{_THEOREM_NAMES})s?\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"[\s~,]*(?!of\b)[a-z]")
RUN_IN_THEOREM = re.compile(rf"\s*(?P<name>{_THEOREM_NAMES})s?\b", re.IGNORECASE)
RUN_IN_LEVEL = 4  # LaTeX's paragraph
RUN_IN_TITLE = re.compile(r"[A-Z][^\\$]{0,58}[\w).:]")
RUN_IN_END = re.compile(r"(?P<stop>\s*[.:]|\s*\\(?:;|:|,|quad|enspace| }))?[\s~]*(?=[A-Z])")
"""What stands between a bold heading and its text: a stop or a wide space, then a capital."""
