"""Parameter arithmetic in prose: "3 nodes with 8 GPUs each, 24 in total", "a 1024 × 4096 matrix has 4.2M weights"."""

import re
from collections.abc import Iterator, Sequence

from synth.gates.derivations.prose import Line
from synth.gates.derivations.stated import Reading, derive
from synth.models import Derivation
from synth.text import stem

MAX_FACTORS = 4
_MIN_RESULT = 4
_WORDS = r"(?:(?!and\b|but\b|each\b|per\b|while\b|with\b)[^\W\d_][\w’'-]*[\s:,]+){0,6}?"
_HEDGE = r"(?:(?:about|roughly|around|approximately|nearly|over|some|almost|exactly|to|of)\s|[≈~∼]\s?){0,2}"
_FOLLOWS = re.compile(
    r"\b(?:i\.e\.,?|that is,?|for a (?:grand )?total of|in total,?|a total of|giv(?:ing|es?)|yield(?:ing|s)?"
    r"|result(?:ing|s)? in|amount(?:ing|s)? to|correspond(?:ing|s) to|equals?|totall?ing|so|thus|hence|therefore"
    r"|mak(?:ing|es?)|add(?:ing|s)? up to|com(?:ing|es?) to|lead(?:ing|s) to|produc(?:ing|es)"
    r"|for an? (?:effective|overall|global|total)"
    r"|which (?:is|means)|(?:the )?(?:effective|global|total|overall) (?:\w+ ){0,3}(?:is|of)|see(?:s|ing)?"
    rf"|process(?:es|ing)?)(?!\w)\s?{_WORDS}{_HEDGE}$",
    re.IGNORECASE,
)
"""Before a result: that it follows."""
_BESIDE = re.compile(
    rf"(?<=⟧)(?:[\s-](?!and\b|or\b)[^\W\d_][\w’'-]*){{0,4}}(?P<link>\s?(?:[=:(≈]|,?\sor|\s[–—])\s?)"
    rf"(?:(?:i\.e\.,?|that is,?|a|in|total|total of|=)\s){{0,3}}{_HEDGE}$",
    re.IGNORECASE,
)
"""The same by a sign alone, which must stand right behind the last factor: "m = 24" follows from nothing."""
_IN_ALL = re.compile(
    r"^(?:[\s-](?!and\b|or\b)[^\W\d_][\w’'-]*){0,4}?,?\s?\(?"
    r"(?:in total|in all(?: (?!the\b|of\b)[a-z]+)?|altogether|overall|all told"
    r"|in sum)(?=[,.;:)]|$)",
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
    r"|\bcontain|\bhas\b|\bcompris|\blabel|\bprocess|\bin\b|\bfrom\b|\bat\b|\bby\b|\bhav|\bannotat|\breceiv"
    r"|\brat(?:e|ed|ing)\b|\bwrote\b|\banswer",
    re.I,
)
"""Between two factors."""
_BATCHED = re.compile(
    r"\bbatch|\bsteps?\b|\baccumulat|\bper\b|\bembedding|\bdimension|\bvocab|\bhidden|\bheads\b", re.I
)
_ACCUMULATED = re.compile(r"⟧ (?:gradient )?accumulat|accumulat\w* (?:the )?gradients? (?:over|for|across) ⟦\d+⟧")
_PRODUCT_OF = re.compile(
    r"⟧(?:[\s-][\w-]+){1,3}?\s(?:each )?(?:of|with|containing|having)\s(?:size |length |up to )?⟦|batch"
    r"|[\w-]+s for each of|[\w-]+s on \w*\s?⟦|⟧ (?:days|hours) on"
    r"|vocab|\brun(?:s)? .{0,20}⟦\d+⟧ seeds",
    re.I,
)
_AGAINST = re.compile(
    r"\b(?:respectively|between|ranging|plus|additional|remaining|except|excluding|concatenat\w+|compared|than|instead"
    r"|improv|outperform|reduc|increas"
    r"|accuracy|score|F1|EM|BLEU|from ⟦\d+⟧ to)\b|±|⟦\d+⟧\s?[–-]\s?⟦|⟦\d+⟧\s?%",
    re.I,
)
_NO_UNIT = re.compile(
    r"^\s?(?:%|-?per ?cent|-?points?|[x×]\s?(?:faster|more|larger|smaller)?(?!\s?⟦)|-?fold|[–-]\s?⟦)", re.I
)
_SHARED = re.compile(r"^[^⟦.;,()]{0,24}\b(?:per|each|apiece)\b", re.I)
_PER = re.compile(r"^\s(?:[\w-]+\s){0,2}?(?P<of>[^\W\d_]{3,})\sper\s(?P<per>[^\W\d_]{3,})", re.I)
_MACHINE_TIME = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:[A-Z]*PUs?|accelerator|chip|device|core|node|machine)[\s-](?P<time>hour|day"
    r"|week)s?\b"
)
_MACHINES = re.compile(
    r"\s(?:(?!on\b|for\b)[^\W\d_][\w-]*\s){0,2}?(?:[A-Z]*PU(?:v\d)?s?|accelerators?|chips?|devices?|cores?"
    r"|nodes?|machines?)\b"
)
_PER_STEP = re.compile(
    r"⟦(?P<one>\d+)⟧(?:\s[\w-]+){0,2}?\s(?P<of>[^\W\d_]{3,})\sper\s(?P<unit>[^\W\d_]{3,})[^⟦⟧.;]{0,30}"
    r"⟦(?P<other>\d+)⟧(?:\s[\w-]+){0,2}?\s(?P<steps>[^\W\d_]{3,})(?P<rest>[^.;]{0,60})$"
)
_CHAIN = re.compile(r"⟦\d+⟧(?:\s?[×x*·]\s?⟦\d+⟧)+(?:[\s-][^\W\d_][\w-]*){0,3}\s?$")
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
        if mark < 0 or line.numbers[result].value < _MIN_RESULT or _NO_UNIT.match(behind):
            continue
        each = _PER.match(behind)
        if each and re.search(r"\b(?:i\.e\.,?|that is,?|averag\w+|on average,?)\s[^⟦⟧]{0,30}$", before):
            made = _quotient(line, each, result, paper_id)
            if made:
                done.add(result)
                yield made
            continue
        factors = (
            None
            if _SHARED.match(behind)
            else _factors_per(before, behind) or _factors_before(before, behind) or _factors_in_bracket(behind)
        )
        factors = _of_time(line, result, factors)
        if not factors or result in factors or done & {result, *factors} or not _whole(line, masked, factors):
            continue
        made = _product(line, factors, result, paper_id)
        if made:
            done.add(result)
            yield made


def _quotient(line: Line, each: re.Match[str], result: int, paper_id: str) -> Derivation | None:
    """ "8.4M papers and 42.0M citations, i.e. 5.0 citations per paper": one number of each noun before the result."""
    found: list[int] = []
    for noun in (each["of"], each["per"]):
        alike = [index for index in range(result) if _counts(line, index, noun)]
        if len(alike) != 1:
            return None
        found += alike
    operands = [line.stated(index).counted() for index in found]
    return derive(paper_id, line.text, line.stated(result), operands, [Reading("ratio", "{0} / {1}")])


def _counts(line: Line, index: int, noun: str) -> bool:
    """Whether the n-th number counts what a noun names, singular or plural."""
    behind = re.findall(r"[^\W\d_]+", re.split(r"[\d,;:.]", line.text[line.ends[index] :][:40])[0])[:3]
    return stem(noun.lower()) in {stem(word.lower()) for word in behind}


def _factors_before(before: str, behind: str) -> list[int] | None:
    """The factors that stand before a result, where words say that it follows from them."""
    shape = _SHAPE.search(before)
    if shape and any(word in _SHAPED for word in re.findall(r"[^\W\d_]+", behind)[:3]):
        return _indices(shape[0])
    link = _FOLLOWS.search(before) or _BESIDE.search(before)
    at = link.start("link") if link and "link" in link.groupdict() else link.start() if link else 0
    if link is None and not _IN_ALL.match(behind):
        return None
    clause = before[:at] if link else before
    chain = _CHAIN.search(clause)
    if chain and link and "link" in link.groupdict():  # "224 × 224 pixels to 14 × 14 = 196 tokens"
        clause = chain[0]
    last = clause.rpartition(")")[2]
    if link and "link" in link.groupdict() and last.count("⟦") > 1:
        clause = last
    ends = [match.end() for match in _BOUNDARY.finditer(clause) if "⟦" in clause[match.end() :]]
    return _multiplied(clause[ends[-1] :] if ends else clause)


def _factors_per(before: str, behind: str) -> list[int] | None:
    """The factors of "64 sequences per step and 5,000 steps, we train on 320,000 sequences": its nouns say it."""
    found = _PER_STEP.search(before)
    noun = re.match(r"\s(?:[\w-]+\s){0,2}?(?P<noun>[^\W\d_]{3,})", behind)
    if not found or not noun or "⟦" in found["rest"]:
        return None
    same = stem(found["unit"].lower()) == stem(found["steps"].lower())
    words = {stem(word.lower()) for word in re.findall(r"[^\W\d_]+", noun[0])}
    return [int(found["one"]), int(found["other"])] if same and stem(found["of"].lower()) in words else None


def _factors_in_bracket(behind: str) -> list[int] | None:
    """The factors in the bracket right behind a result: "24 GPUs (3 nodes with 8 GPUs each)"."""
    bracket = _BRACKET.match(behind)
    return _multiplied(bracket["inside"] or bracket["behind"] or "") if bracket else None


def _multiplied(clause: str) -> list[int] | None:
    """The numbers of a clause, if its words multiply all of them."""
    factors = _indices(clause)
    if len(factors) > 2:  # "the 200-passage setting" names, it counts nothing
        factors = [index for index in factors if f"⟦{index}⟧-" not in clause]
    if "accumulat" in clause and not _ACCUMULATED.search(clause):
        return None
    if not 2 <= len(factors) <= MAX_FACTORS or _AGAINST.search(clause):
        return None
    if not _TIMES.search(clause) and not _PRODUCT_OF.search(clause):
        return None
    gaps = re.findall(r"⟧([^⟦⟧]*)(?=⟦)", clause)
    batched = bool(_BATCHED.search(clause))
    if len(factors) == 2 and re.search(
        r"\b[Ee]ach of (?:the |our |these )?⟦|⟧[^⟦⟧]{0,40}\b(?:each|apiece)\b|⟧ times\b", clause
    ):
        return None if any(re.search(r"\bor\b", gap) for gap in gaps) else factors
    listed = [bool(re.search(r"\band\b|,", gap)) for gap in gaps]
    joined = all(batched if is_list else _JOINED.search(gap) for gap, is_list in zip(gaps, listed, strict=True))
    return factors if joined else None


def _of_time(line: Line, result: int, factors: list[int] | None) -> list[int] | None:
    """Of "GPU hours" only the machines and the hours are factors: "batches of 2M tokens on 512 chips for 140 hours"."""
    noun = _MACHINE_TIME.match(line.text, line.ends[result])
    if noun is None or factors is None:
        return factors
    timed = [index for index in factors if line.numbers[index].unit.rstrip("s") == noun["time"]]
    machines = [index for index in factors if _MACHINES.match(line.text, line.ends[index])]
    return [*machines, *timed] if len(timed) == 1 and machines else None


def _whole(line: Line, masked: str, factors: Sequence[int]) -> bool:
    """Whether the factors count whole things of different kinds, as they do where no multiplication sign is printed."""
    if re.search(r"[×*·]|⟧\s?x\s?⟦", masked):
        return True
    units = [line.numbers[index].unit for index in factors if line.numbers[index].unit]
    whole = all(line.numbers[index].value == int(line.numbers[index].value) > 0 for index in factors)
    return whole and len(set(units)) == len(units)


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
