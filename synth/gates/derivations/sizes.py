"""Parameter arithmetic in prose: "3 nodes with 8 GPUs each, 24 in total", "a 1024 × 4096 matrix has 4.2M weights"."""

import re
from collections.abc import Iterator, Sequence

from synth.gates.derivations.prose import Line
from synth.gates.derivations.stated import Reading, derive
from synth.models import Derivation

MAX_FACTORS = 4
_MIN_RESULT = 4
_WORDS = r"(?:(?!and\b|but\b|each\b|per\b|while\b|with\b)[^\W\d_][\w’'-]*[\s:,]+){0,6}?"
_HEDGE = r"(?:(?:about|roughly|around|approximately|nearly|over|some|almost|exactly|to|of)\s|[≈~∼]\s?){0,2}"
_FOLLOWS = re.compile(
    rf"(?P<link>(?:\b(?:i\.e\.,?|that is,?|for a (?:grand )?total of|in total,?|a total of|giv(?:ing|es?)"
    rf"|yield(?:ing|s)?"
    rf"|result(?:ing|s)? in|amount(?:ing|s)? to|correspond(?:ing|s) to|equals?|total(?:l?ing|s)?|so|thus"
    rf"|hence|therefore"
    rf"|mak(?:ing|es?)|add(?:ing|s)? up to|com(?:ing|es?) to|lead(?:ing|s) to|produc(?:ing|es)"
    rf"|for an? (?:effective|overall|global|total)"
    rf"|which (?:is|means)|(?:the )?(?:effective|global|total|overall) (?:\w+ ){{0,3}}(?:is|of)|see(?:s"
    rf"|ing)?|process(?:es|ing)?"
    rf"|or)(?!\w)|[=:(≈]|[–—]\s))"
    rf"\s?{_WORDS}{_HEDGE}$",
    re.IGNORECASE,
)
"""Before a result: that it follows."""
_IN_ALL = re.compile(
    r"^(?:[\s-](?!and\b|or\b)[^\W\d_][\w’'-]*){0,4}?,?\s?\(?(?:in total|in all|altogether|overall|all told|in sum)\b",
    re.I,
)
_SHAPE = re.compile(
    r"⟦\d+⟧(?:-\w+)?(?:\s?(?:[×x*·]|\bby\b|\btimes\b)\s?⟦\d+⟧)+[\s-](?:[\w-]+\s){0,4}?(?:matri(?:x|ces)"
    r"|tensors?|grids?|tables?"
    r"|images?|patch(?:es)?|kernels?|layers?|projections?)\b[^⟦⟧.;]{0,30}?\b(?:has|have|holds?|contains?"
    r"|stores?|with|adds?|requires?)\s"
    rf"{_HEDGE}$",
    re.IGNORECASE,
)
_SHAPED = frozenset("parameters weights entries elements values numbers cells pixels tokens coefficients".split())
_TIMES = re.compile(r"[×*·✕]|⟧\s?x\s?⟦|\b(?-i:times)\b|\bby\b|\beach\b|\bevery\b|\bper\b|\bapiece\b", re.I)
_JOINED = re.compile(
    r"[×*·✕]|^\s?x\s?$|\btimes\b|\beach\b|\bevery\b|\bper\b|\bwith\b|\bof\b|\bon\b|\bover\b|\bacross\b"
    r"|\bfor\b|\busing\b"
    r"|\bcontain|\bcompris|\blabel|\bprocess|\bin\b|\bfrom\b|\bat\b|\bby\b|\bhav|\bannotat|\breceiv"
    r"|\brat(?:e|ed|ing)\b|\bwrote\b|\banswer",
    re.I,
)
"""Between two factors."""
_BATCHED = re.compile(
    r"\bbatch|\bsteps?\b|\baccumulat|\bper\b|\beach\b|\bembedding|\bdimension|\bvocab|\bhidden|\bheads\b", re.I
)
_PRODUCT_OF = re.compile(
    r"(?:[\w-]+s|⟧)\s(?:each )?(?:of|with|containing|having)\s(?:size |length |up to )?⟦|batch"
    r"|[\w-]+s for each of|[\w-]+s on \w*\s?⟦|⟧ (?:days|hours) on"
    r"|vocab|\brun(?:s)? .{0,20}⟦\d+⟧ seeds",
    re.I,
)
_AGAINST = re.compile(
    r"\b(?:respectively|between|ranging|plus|additional|remaining|except|excluding|compared|than|instead"
    r"|improv|outperform|reduc|increas"
    r"|accuracy|score|F1|EM|BLEU|from ⟦\d+⟧ to)\b|±|⟦\d+⟧\s?[–-]\s?⟦|⟦\d+⟧\s?%",
    re.I,
)
_NO_RESULT = re.compile(
    r"^\s?(?:%|-?per ?cent|-?points?|[x×]\s?(?:faster|more|larger|smaller)?(?!\s?⟦)|-?fold|[–-]\s?⟦)"
    r"|^[^⟦.;,()]{0,24}\b(?:per|each|apiece)\b",
    re.I,
)
_BOUNDARY = re.compile(r"[.;:]\s|\b(?:while|whereas|but)\b")
_BRACKET = re.compile(
    r"^(?:[\s-][^\W\d_][\w’'-]*){0,4}\s?(?:\((?:i\.e\.,?\s|that is,?\s|=\s?)?(?P<inside>[^()]*)\)"
    r"|=\s?(?P<behind>[^(),;.]*))",
    re.I,
)


def sizes(line: Line, paper_id: str) -> Iterator[Derivation]:
    """The products that a line states of the sizes that it gives; none where it does not say that they follow."""
    masked = line.masked
    if masked.count("⟦") < 3:
        return
    done: set[int] = set()
    for result in range(len(line.numbers)):
        mark = masked.find(f"⟦{result}⟧")
        before, behind = masked[:mark], masked[mark + len(f"⟦{result}⟧") :]
        if mark < 0 or line.numbers[result].value < _MIN_RESULT or _NO_RESULT.match(behind):
            continue
        factors = _factors_before(before, behind) or _factors_in_bracket(behind)
        if factors is None or result in factors or done & {result, *factors}:
            continue
        made = _product(line, factors, result, paper_id)
        if made:
            done.add(result)
            yield made


def _factors_before(before: str, behind: str) -> list[int] | None:
    """The factors that stand before a result, where words say that it follows from them."""
    shape = _SHAPE.search(before)
    if shape and any(word in _SHAPED for word in re.findall(r"[^\W\d_]+", behind)[:3]):
        return _indices(shape[0])
    link = _FOLLOWS.search(before)
    if link is None and not _IN_ALL.match(behind):
        return None
    clause = before[: link.start()] if link else before
    ends = [match.end() for match in _BOUNDARY.finditer(clause) if "⟦" in clause[match.end() :]]
    return _multiplied(clause[ends[-1] :] if ends else clause)


def _factors_in_bracket(behind: str) -> list[int] | None:
    """The factors in the bracket right behind a result: "24 GPUs (3 nodes with 8 GPUs each)"."""
    bracket = _BRACKET.match(behind)
    return _multiplied(bracket["inside"] or bracket["behind"] or "") if bracket else None


def _multiplied(clause: str) -> list[int] | None:
    """The numbers of a clause, if its words multiply all of them."""
    factors = _indices(clause)
    if not 2 <= len(factors) <= MAX_FACTORS or _AGAINST.search(clause):
        return None
    if not _TIMES.search(clause) and not _PRODUCT_OF.search(clause):
        return None
    gaps = re.findall(r"⟧([^⟦⟧]*)(?=⟦)", clause)
    batched = bool(_BATCHED.search(clause))
    if re.search(r"⟧[^⟦⟧]{0,40}\b(?:each|apiece)\b", clause):
        return None if any(re.search(r"\bor\b", gap) for gap in gaps) else factors
    return factors if all(_JOINED.search(gap) or (batched and re.search(r"\band\b|,", gap)) for gap in gaps) else None


def _indices(masked: str) -> list[int]:
    return [int(index) for index in re.findall(r"⟦(\d+)⟧", masked)]


def _product(line: Line, factors: Sequence[int], result: int, paper_id: str) -> Derivation | None:
    """The product of all factors; of "12 layers with 12 heads of 64 dimensions" also the width of one layer."""
    operands = [line.stated(index).counted() for index in factors]
    readings = [Reading("parameters", " * ".join(f"{{{place}}}" for place in range(len(factors))), "all multiplied")]
    if len(factors) > 2 and re.match(r"layers?|blocks?", line.numbers[factors[0]].unit):
        inner = " * ".join(f"{{{place}}}" for place in range(1, len(factors)))
        readings.append(Reading("parameters", inner, "in one layer"))
    return derive(paper_id, line.text, line.stated(result).counted(), operands, readings)
