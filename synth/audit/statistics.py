"""Statistics that can be recomputed: p values of printed tests, and the means and shares that n things can have.

The p values follow statcheck (Nuijten et al. 2016, Behavior Research Methods 48:1205): the test statistic, its degrees
of freedom and p have to stand side by side. For means of whole numbers and for percentages it is the granularity test
GRIM (Brown and Heathers 2017, Social Psychological and Personality Science 8:363).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from synth.audit.derivation import Calculation, Stated, derive
from synth.audit.lines import Line, lines
from synth.language.lexicon import any_of, words_of
from synth.models import Bound, Derivation, Document

_D = r"\d*\.?\d+"
_VALUE = rf"(?P<value>[−–-]?\s?{_D})"
_P = r"\s?[,;]\s?(?:(?:one|two)-(?:tailed|sided) )?\(?[pP]\s?(?P<bound>[=<>≤≥])\s?(?P<p>0?\.\d+)(?![\d%])"
_DF = rf"[\s_]?[({{\[]\s?(?P<df>{_D})\s?[)}}\]]\s?=\s?"
_T = "stdtr({0}, -abs({1}))"
_R = "stdtr({0}, -abs({1}) * sqrt({0} / (1 - {1} * {1})))"
_TESTS = tuple(
    (re.compile(pattern), two_sided, one_sided)
    for pattern, two_sided, one_sided in (
        (rf"\b[tT]{_DF}{_VALUE}{_P}", f"2 * {_T}", _T),
        (rf"\b[rR]{_DF}{_VALUE}{_P}", f"2 * {_R}", _R),
        (
            rf"\bF[\s_]?[({{\[]\s?(?P<df>{_D})\s?,\s?(?P<df2>{_D})\s?[)}}\]]\s?=\s?{_VALUE}{_P}",
            "fdtrc({0}, {2}, {1})",
            "",
        ),
        (
            r"(?:[χΧ]|\b[Xx]|\b[Cc]hi-?squared?)\s?(?:\^?[({]?2[)}]?|²)?[\s_]?[({\[]\s?(?P<df>\d+)"
            rf"(?:\s?,\s?[nN]\s?=\s?[\d,]+)?\s?[)}}\]]\s?=\s?{_VALUE}{_P}",
            "chdtrc({0}, {1})",
            "",
        ),
        (rf"\b[zZ]\s?=\s?{_VALUE}{_P}", "2 * ndtr(-abs({0}))", "ndtr(-abs({0}))"),
    )
)
"""A test as it is printed, and the formulas of its p value; its operands are df, value, df2 as far as there are any."""
_BOUNDS: dict[str, Bound] = {"<": "at most", "≤": "at most", ">": "at least", "≥": "at least"}
_CORRECTED = re.compile(rf"\b(?:{any_of(words_of('audit', 'corrections'))})", re.I)
_MEAN = re.compile(
    rf"\b(?:[Mm]ean|M)\s?(?:=|of|was|is)\s?(?P<mean>\d+\.\d+)(?![\d%])(?:\s?[,;(±]\s?(?:SD\s?=\s?)?{_D}\)?)?"
    r"\s?[,;(]{1,2}\s?[nN]\s?=\s?(?P<n>\d+)(?!\d|[.,]\d)"
)
_INTEGERS = re.compile(r"\b(?:(?P<one>number of|count of|how many)|counts|Likert|\d+-point (?:scale|item))\b", re.I)
_SHARE = re.compile(
    r"(?<![\w.,])(?P<share>\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent)\sof\s(?:all |the |our |these |those )?(?P<n>\d{1,4})"
    r"(?![\w%]|[.,]\d)\s(?P<what>[^\W\d_]+)"
)
_MEASURES = re.compile(rf"{any_of(words_of('audit', 'measures'))}|[kmµμn]?[mgslVWAK]$|ms$|GB$|MB$", re.I)
CORRECTION = "the p value may be corrected, or of another test"
ITEMS = "the mean may be over several items of a scale"
MISSING = "some of them may have no value"


def statistics(document: Document) -> Iterator[Derivation]:
    """The p values, means and percentages of a document that the numbers beside them determine."""
    doubt = CORRECTION if _CORRECTED.search(document.text) else ""
    for line in lines(document):
        found = (
            *_p_values(line, document.paper_id, doubt),
            *_means(line, document.paper_id),
            *_shares(line, document.paper_id),
        )
        yield from (made for made in found if made)


def _p_values(line: Line, paper_id: str, doubt: str) -> Iterator[Derivation | None]:
    for pattern, two_sided, one_sided in _TESTS if "=" in line.text else ():
        for match in pattern.finditer(line.text):
            groups = match.groupdict()
            operands = [line.stated(match, name) for name in ("df", "value", "df2") if groups.get(name)]
            operands = [one if one.name == "value" else one.counted() for one in operands]
            bound = _BOUNDS.get(match["bound"])
            p = replace(line.stated(match, "p"), bound=bound, counts=bound is not None)
            readings = [Calculation("p value", two_sided, "two-sided" if one_sided else "")]
            readings += [Calculation("p value", one_sided, "one-sided")] if one_sided else []
            yield derive(paper_id, line.text, p, operands, readings, doubt)


def _means(line: Line, paper_id: str) -> Iterator[Derivation | None]:
    integers = _INTEGERS.search(line.text)
    for match in _MEAN.finditer(line.text) if integers else ():
        mean, n = line.stated(match, "mean"), line.stated(match, "n").counted()
        if _is_coarse(mean, n.value):
            by = Calculation("granularity", "round({0} * {1}) / {1}")
            yield derive(
                paper_id,
                line.text,
                mean,
                [replace(mean, counts=True), n],
                [by],
                "" if integers and integers["one"] else ITEMS,
            )


def _shares(line: Line, paper_id: str) -> Iterator[Derivation | None]:
    for match in _SHARE.finditer(line.text):
        share, n = line.stated(match, "share"), line.stated(match, "n").counted()
        if not _MEASURES.match(match["what"]) and _is_coarse(share, n.value / 100):
            by = Calculation("granularity", "100 * round({0} * {1} / 100) / {1}")
            yield derive(paper_id, line.text, share, [replace(share, counts=True), n], [by], MISSING)


def _is_coarse(reported: Stated, grains: Fraction) -> bool:
    """Whether most printed values are impossible, where `grains` possible ones come to one unit of what is reported."""
    return 0 < 2 * reported.half_unit * grains < Fraction(1, 2)
