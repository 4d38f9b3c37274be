"""Arithmetic that one clause states in full: x of y = z %, from-to with its change, a sum with its items."""

import re
from collections.abc import Iterator
from fractions import Fraction

from synth.audit.derivation import Calculation, Stated, derive
from synth.audit.lines import Line, lines
from synth.language.lexicon import any_of, words_of
from synth.models import Derivation, Document

_NUMBER = (
    r"(?<![\w.,/^×*])(?<![×*/·÷^]\s)[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    r"(?![\w/^]|[.,]\d|\s?[×/·÷]\s?\w|\s?\*\s?\d|, \d{3}(?!\d)| \d{3}(?!\d))"
)
"""A number printed without any doubt of where it ends: no "33, 600", "10^3", "3/4", "128x128", "v1.2" or "79 × 2"."""
_PERCENT = r"\s?(?:%|per ?cent\b)"
_POINT = r"(?:\s?(?:%|per ?cent)?[ -](?:absolute )?(?:percentage )?points?\b|\s?pp\b)"
_WORD = r"[^\W\d_][\w’'/-]*"
_ROUGHLY = (
    r"(?:(?:about|around|roughly|approximately|approx\.|nearly|almost|over|more than|less than|only|just)\s|[~≈∼]\s?)?"
)
_THE = r"(?:all |the |our |these |those |its |their |a total of )?"
_PART, _WHOLE = rf"(?P<part>{_NUMBER})", rf"(?P<whole>{_NUMBER})"
_SHARE = rf"{_ROUGHLY}(?P<share>{_NUMBER}){_PERCENT}"
_OVER = r"(?P<part>\d+)\s?/\s?(?P<whole>\d+)"
_OR_SHARE = (
    r"(?:\s?[(\[]\s?|\s?=\s?|,?\s(?:or|i\.e\.,?|that is,?|which is|equivalent to|corresponding to)\s)"
    rf"(?:or |i\.e\.,? )?{_SHARE}(?=\s?[)\].,;:]|\s|$)"
)
_SHARES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 37 of the 50 answers (74 %); 37/50 (74 %)
        rf"{_PART}(?:\s{_WORD}){{0,3}}\s(?:out )?of\s{_THE}{_WHOLE}(?:\s{_WORD}){{0,4}}{_OR_SHARE}",
        rf"(?<![\w/.,]){_OVER}(?![\w/]|[.,]\d)(?:\s{_WORD}){{0,4}}{_OR_SHARE}",
        # 74 % (37 of 50); 74 % (37/50)
        rf"{_SHARE}(?:\s{_WORD}){{0,4}}\s?[(\[]{_PART}(?:\s{_WORD}){{0,2}}\s(?:out )?of\s{_THE}{_WHOLE}",
        rf"{_SHARE}(?:\s{_WORD}){{0,4}}\s?[(\[]{_OVER}\s?[)\]]",
        # of the 4,800 questions, 1,200 (25 %); 4,800 questions, of which 1,200 (25 %)
        rf"(?:^|[.;:,(]\s|\band\s)(?:out of|of|among)\s{_THE}{_WHOLE}(?:\s{_WORD}){{1,6}},\s"
        rf"{_PART}(?:\s{_WORD}){{0,3}}{_OR_SHARE}",
        rf"{_WHOLE}(?:\s{_WORD}){{1,4}},?\sof (?:which|whom)\s{_PART}(?:\s{_WORD}){{0,3}}{_OR_SHARE}",
        # 37 (74 %) of the 50 answers
        rf"{_PART}(?:\s{_WORD}){{0,3}}\s?[(\[]\s?{_SHARE}\s?[)\]](?:\s{_WORD}){{0,3}}\s(?:out )?of\s{_THE}{_WHOLE}",
    )
)
_FROM_TO = (
    rf"\bfrom\s(?P<old>{_NUMBER})(?P<old_unit>\s?%|\s{_WORD})?\sto\s(?P<new>{_NUMBER})(?P<new_unit>\s?%|\s{_WORD})?"
)
_CHANGED = rf"(?:absolute |relative |total )?(?:{any_of(words_of('audit', 'changes'))})s?"
_CHANGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # from 52.1 to 54.3, a gain of 2.2 points; from 8.4 to 6.3 (a 25 % reduction); from 52.1 to 54.3 (+2.2)
        rf"{_FROM_TO}\s?[,(–—]\s?(?:i\.e\.,? )?an?\s{_CHANGED}\sof\s{_ROUGHLY}(?P<change>{_NUMBER})"
        rf"(?P<unit>{_POINT}|{_PERCENT})?",
        rf"{_FROM_TO}\s?[,(–—]\s?(?:i\.e\.,? )?an?\s{_ROUGHLY}(?P<change>{_NUMBER})"
        rf"(?P<unit>{_POINT}|[- ]?%|[- ]per ?cent)\s{_CHANGED}\b",
        rf"{_FROM_TO}\s?\([+−-]\s?(?P<change>\d+(?:\.\d+)?)(?P<unit>{_POINT}|{_PERCENT})?\s?\)",
    )
)
_ITEM = rf"{_NUMBER}(?:\s{_WORD}){{0,3}}"
_ITEMS = rf"(?P<items>{_ITEM}(?:,\s{_ITEM})*,?\sand\s{_ITEM})"
_PLUS = rf"(?<![+−-]\s)(?P<items>{_NUMBER}(?:\s\+\s{_NUMBER})+)"
_TOTAL = rf"(?P<total>{_NUMBER})"
_SUMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_PLUS}\s=\s{_TOTAL}(?!\s[+−-])",
        rf"{_TOTAL}\s=\s{_PLUS}(?!\s?\+)",
        # 9,000 train, 500 dev and 500 test questions, 10,000 in total
        rf"{_ITEMS},?\s(?:for |which makes )?(?:a total of )?{_TOTAL}(?:\s{_WORD}){{0,2}}\sin total\b",
        # a total of 10,000 questions: 9,000 train, 500 dev and 500 test
        rf"\ba total of\s{_TOTAL}(?:\s{_WORD}){{0,4}}\s?[:(]\s?{_ITEMS}(?=\s?[).;])",
    )
)
_SHARE_OF = Calculation("share", "100 * {0} / {1}")
_SHARE_LEFT = Calculation("share", "100 * ({1} - {0}) / {1}", excuse="it is the share of what is left")
_DIFFERENCE = Calculation("difference", "abs({1} - {0})", "in points")
_OF_OLD = Calculation("relative change", "100 * abs({1} - {0}) / {0}", "of the old value")
_OF_NEW = Calculation("relative change", "100 * abs({1} - {0}) / {1}", excuse="it is relative to the new value")
_MEASURED = re.compile(
    r"%|per ?cent|points?\b|[a-zµμ]?(?:s|m|g|V|A|W|Hz|eV|K)\b|hours?|minutes?|seconds?|days?|years?|months?|weeks?|°",
    re.I,
)
"""Behind a number: it measures, and is no count of things."""
FAR = 2
"""How many times the smaller of two shares the larger may be, for one to be a slip of the other."""
LISTED = "the list may name some of the parts only, or parts that overlap"
OTHER_WHOLE = "the sentence names another number before, which the share may be of"
FAR_APART = "the two are so far apart that the sentence may mean another share"
OTHER_QUANTITY = "the change may be of another quantity than the two values"


def clauses(document: Document) -> Iterator[Derivation]:
    """The numbers that a sentence, caption or footnote derives in one clause from others of the same clause."""
    for line in lines(document):
        if sum(map(str.isdigit, line.text)) > 2:
            folded = line.text.lower()
            for find, signs in ((_shares, ("%", "cent")), (_changes, ("from",)), (_sums, ("+", "total"))):
                if any(sign in folded for sign in signs):  # one of them stands in all that the patterns find
                    yield from (made for made in find(line, document.paper_id) if made)


def _shares(line: Line, paper_id: str) -> Iterator[Derivation | None]:
    """Parts of a whole in percent; charged where no other number stands before that it could be a share of."""
    taken: set[int] = set()
    for pattern in _SHARES:
        for match in pattern.finditer(line.text):
            part, whole = line.stated(match, "part").counted(), line.stated(match, "whole").counted()
            behind = (line.text[match.end(name) :][:9].lstrip() for name in ("part", "whole"))
            counted = (
                part.counts and whole.counts and not any(map(_MEASURED.match, behind)) and not _are_years(part, whole)
            )
            if counted and 0 <= part.value <= whole.value != 0 and match.start("share") not in taken:
                taken.add(match.start("share"))
                share = line.stated(match, "share")
                doubt = OTHER_WHOLE if re.search(r"\d", line.text[: match.start()]) else ""
                doubt = doubt or (FAR_APART if _is_far(100 * part.value / whole.value, share.value) else "")
                yield derive(paper_id, line.text, share, [part, whole], [_SHARE_OF, _SHARE_LEFT], doubt)


def _changes(line: Line, paper_id: str) -> Iterator[Derivation | None]:
    """Changes between two values; charged where both bear one unit, and the change is relative to neither."""
    for pattern in _CHANGES:
        for match in pattern.finditer(line.text):
            old, new = line.stated(match, "old"), line.stated(match, "new")
            unit = (match["unit"] or "").strip(" -").lower()
            units = {(match[name] or "").strip().lower() for name in ("old_unit", "new_unit")} - {""}
            readings = [_DIFFERENCE, _OF_OLD, _OF_NEW]
            if "point" in unit or unit == "pp":
                readings = [_DIFFERENCE]
            elif unit and not units & {"%", "percent"}:
                readings = [_OF_OLD, _OF_NEW, _DIFFERENCE]
            if old.value != new.value and 0 not in (old.value, new.value) and not _are_years(old, new):
                doubt = "" if unit and len(units) < 2 else OTHER_QUANTITY
                yield derive(paper_id, line.text, line.stated(match, "change"), [old, new], readings, doubt)


def _are_years(old: Stated, new: Stated) -> bool:
    return all(one.number.decimals == 0 and 1500 <= one.value <= 2100 for one in (old, new))


def _is_far(computed: Fraction, reported: Fraction) -> bool:
    """Whether two shares are further apart than slips are: "the 9/11 attacks (3.4 percent of ...)" has none."""
    low, high = sorted((computed, reported))
    return high > FAR * low and high - low > 1


def _sums(line: Line, paper_id: str) -> Iterator[Derivation | None]:
    """Sums of items; charged where plus signs join them: a list in words may leave out some."""
    for pattern in _SUMS:
        for match in pattern.finditer(line.text):
            numbers = re.finditer(_NUMBER, match["items"])
            items = [
                line.number(item[0], match.start("items") + item.start(), f"part {place}").counted()
                for place, item in enumerate(numbers, start=1)
            ]
            by = Calculation("sum", " + ".join(f"{{{place}}}" for place in range(len(items))))
            doubt = "" if "+" in match["items"] else LISTED
            yield derive(paper_id, line.text, line.stated(match, "total").counted(), items, [by], doubt)
