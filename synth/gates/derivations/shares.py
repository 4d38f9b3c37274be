"""Shares in prose: "37 of 50 (74 %)", "of the 4,800 questions, 1,200 (25 %)", "25 % of the 4,800 (1,200)"."""

import re
from collections.abc import Iterator, Sequence

from synth.gates.derivations.prose import Line
from synth.gates.derivations.stated import Reading, Stated, derive
from synth.models import Derivation

_N = r"⟦(?P<{}>\d+)⟧"
_PERCENT = r"\s?(?:%|-?per ?cent\b)"
_WORDS = r"(?:\s[^\W\d_][\w’'/-]*){0,%d}"
_DET = r"(?:all |the |our |these |those |its |their |a total of |all of the |all the )?"
_PART, _WHOLE, _SHARE = _N.format("part"), _N.format("whole"), _N.format("share")
_BY = (
    r"(?:,?\s(?:or|i\.e\.,?|that is,?|which is|which are|corresponding to|amounting to|representing"
    r"|equivalent to|about|roughly|around|approximately|nearly|just|only|~)\s?|\s?[(;:=≈–—~,]\s?|\s)"
)
_LINK = (
    rf"(?:{_BY}){{1,3}}(?:(?:roughly|about|around|approximately|nearly|almost|only|just|over|more than"
    rf"|less than)\s)?[~≈]?\s?"
)
_PART_OF_WHOLE = rf"{_PART}{_WORDS % 4}(?:\s(?:out )?of\s{_DET}|\s?/\s?){_WHOLE}"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_PART_OF_WHOLE}(?P<gap>{_WORDS % 6}){_LINK}{_SHARE}{_PERCENT}",
        rf"{_SHARE}{_PERCENT}(?P<gap>{_WORDS % 6})\s?[(:,–—]\s?(?:i\.e\.,?\s|that is,?\s|or\s)?{_PART_OF_WHOLE}",
        rf"{_PART}{_WORDS % 3}\s?[(\[]\s?[~≈]?(?:about |roughly |around |approximately |nearly )?{_SHARE}{_PERCENT}"
        rf"\s?[)\]]{_WORDS % 3}\s(?:out )?of\s{_DET}{_WHOLE}",
        rf"{_SHARE}{_PERCENT}\sof\s{_DET}{_WHOLE}{_WORDS % 4}\s?[(,–—]\s?(?:i\.e\.,?\s|that is,?\s"
        rf"|or\s)?{_PART}(?!{_PERCENT})",
        rf"{_PART}{_WORDS % 4}\s?[(,–—]\s?(?:or |i\.e\.,?\s|that is,?\s)?[~≈]?(?:about "
        rf"|roughly )?{_SHARE}{_PERCENT}\sof\s{_DET}{_WHOLE}",
    )
)
_OF_WHOLE = re.compile(
    rf"(?:(?:^|[.;:,(]\s?|\band\s|\bthat\s)(?:out of|of|among|from)\s{_DET}{_WHOLE}{_WORDS % 8}\s?,\s"
    rf"|{_WHOLE.replace('whole', 'sample')}{_WORDS % 6},?\s(?:out )?of\s(?:which|whom)\b)(?P<rest>.*)",
    re.IGNORECASE,
)
_PART_SHARE = re.compile(
    rf"{_PART}{_WORDS % 4}\s?(?:[(\[]\s?|,\sor\s|,\si\.e\.,?\s|\s[–—]\s)[~≈]?(?:or |i\.e\.,?\s|about "
    rf"|roughly |around )?"
    rf"{_SHARE}{_PERCENT}(?=\s?[)\],;.–—]|$)",
    re.IGNORECASE,
)
_THESE = re.compile(
    r"^(?:of|among|out of|from)\s(?:these|those|them|this sample|the sample|this set)\b|\bof (?:these|those|them)\b",
    re.I,
)
_NOT_COUNTED = frozenset({"%", "points", "x"})
PERCENT_SHARE = Reading("share", "100 * {0} / {1}")
_NO_SHARE = re.compile(
    r"^\s?(?:%|-?per ?cent)(?:age)?[ -](?:more|fewer|less|higher|lower|faster|absolute|relative|points?|better|worse)\b"
)
"""Behind a percentage that is a change, no share."""


def shares(line: Line, before: Sequence[Line], paper_id: str) -> Iterator[Derivation]:
    """The shares that a line states; `before` are the lines before it in its paragraph."""
    masked = line.masked
    done: set[int] = set()
    for pattern in _PATTERNS:
        for match in pattern.finditer(masked):
            yield from _share(line, match, int(match["whole"]), done, paper_id)
    opened = _OF_WHOLE.search(masked)
    if opened:
        for match in _PART_SHARE.finditer(masked, opened.start("rest")):
            yield from _share(line, match, int(opened["whole"] or opened["sample"]), done, paper_id)
    elif _THESE.search(masked) and before:
        whole = _sample(before[-1])
        if whole is not None:
            for match in _PART_SHARE.finditer(masked):
                yield from _share(line, match, whole, done, paper_id)


def _sample(line: Line) -> Stated | None:
    """The one number of things that a sentence counts: "We sampled 200 wrong answers"."""
    counted = [
        index
        for index, number in enumerate(line.numbers)
        if number.unit not in _NOT_COUNTED and number.value == int(number.value) and number.value >= 2
    ]
    if len(counted) != 1:
        return None
    return line.stated(counted[0], "whole").counted()


def _share(
    line: Line, match: re.Match[str], whole: int | Stated, done: set[int], paper_id: str
) -> Iterator[Derivation]:
    share, part = int(match["share"]), int(match["part"])
    gap = match.groupdict().get("gap") or ""
    if share in done or "⟦" in gap or line.numbers[part].unit in _NOT_COUNTED:
        return
    if _NO_SHARE.match(line.text, line.ends[share]):
        return
    total = line.stated(whole, "whole").counted() if isinstance(whole, int) else whole
    if total.number.unit in _NOT_COUNTED or total.value <= 0 or line.numbers[part].value > total.number.value:
        return
    done.add(share)
    reported = line.stated(share)
    made = derive(paper_id, line.text, reported, [line.stated(part, "part").counted(), total], [PERCENT_SHARE])
    if made:
        yield made
