"""Numbers as printed in running text: digits in every form, suffixes, powers, units, spelled-out numbers.

What numbers something without measuring it is left out: years, citations, "Table 2", "(1)", "3.1.2", "GPT-4", "BM25".
"""

import math
import re

from synth.models import Number

_SPACE = r"[ \u00a0\u2009\u200a\u202f]"
_LABEL = (
    r"(?:[Tt]ab(?:le|\.)|[Ff]ig(?:ure|\.)|[Ss]ec(?:tion|\.)|§|[Ee]q(?:uation|n?\.)|[Aa]ppendi(?:x|ces)|[Aa]lgorithm|[Cc]hapter|"
    r"[Tt]heorem|[Ll]emma|[Pp]roposition|[Cc]orollary|[Dd]efinition|[Aa]ssumption|[Ee]xample|[Ss]tep|[Pp]hase|[Ss]tage|"
    r"[Ll]ine|[Pp]age|pp?\.|[Vv]ersion|[Pp]art|[Nn]o\.|#|[Ff]ootnote|[Ee]xperiment|[Cc]laim|[Cc]ase|[Rr]ow|[Cc]olumn|"
    r"[Tt]ype|[Qq]uestion|[Pp]anel|[Ee]xercise|[Tt]ask|[Vv]ol(?:ume|\.)|RQ|seed)s?"
)
_LABELLED = rf"\b{_LABEL}\(?{_SPACE}?\(?\d[\w.]*(?:\)?,?{_SPACE}?(?:and|to|or|[-–,&]){_SPACE}?\(?\d[\w.]*){{0,8}}"
_UNCOUNTED = re.compile(
    r"\[\d[\d,;\s–-]{0,80}\]"  # [12, 13]
    r"|\([^()]{0,200}\b(?:19|20)\d\d[a-z]?\b[^()]{0,200}\)"  # (Lewis et al., 2020)
    r"|\b(?:et al\.?|&" + _SPACE + r"[A-Z]\w{1,40}),?\s\(?(?:19|20)\d\d[a-z]?"
    rf"|{_LABELLED.replace('§', '(?<!x)§').replace('#', '(?<!x)#')}"
    r"|§\s?\d[\d.]*"
    r"|(?:^|(?<=\s))\(?[1-9]\d?\)(?=\s)"  # (1) or 1)
    r"|^[1-9]\d?\.(?=\s)"  # "1. We ..."
    r"|(?<![\w.])\d+(?:\.\d+){2,}(?![\w])"  # 3.1.2
    r"|(?<![\w.])\d+(?:st|nd|rd|th)\b"
    r"|\b10\.\d{4,9}/\S+|https?://\S+|\barXiv:\S+"
)
"""What holds digits and counts nothing; blanked out before numbers are looked for."""

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_SPELLED: dict[str, float] = {
    **{word: float(value) for value, word in enumerate(_ONES) if word != "one"},
    "seventeen": 17.0,
    "eighteen": 18.0,
    "nineteen": 19.0,
    **dict(
        zip(
            "twenty thirty forty fifty sixty seventy eighty ninety".split(),
            (20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0),
            strict=True,
        )
    ),
}
_RATIOS = {
    "half": 0.5,
    "twice": 2.0,
    "thrice": 3.0,
    "double": 2.0,
    "doubles": 2.0,
    "doubled": 2.0,
    "doubling": 2.0,
    "triple": 3.0,
    "triples": 3.0,
    "tripled": 3.0,
    "tripling": 3.0,
    "quadruple": 4.0,
    "quadrupled": 4.0,
    "halve": 0.5,
    "halves": 0.5,
    "halved": 0.5,
    "halving": 0.5,
    "a third": 1 / 3,
    "one third": 1 / 3,
    "one-third": 1 / 3,
    "two thirds": 2 / 3,
    "two-thirds": 2 / 3,
    "a quarter": 0.25,
    "one quarter": 0.25,
    "three quarters": 0.75,
    "three-quarters": 0.75,
}
_EXPONENTS = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "k": 3, "m": 6, "b": 9, "t": 12}
MAX_DIGITS = 40
"""Longer runs of digits are no measurement; float() would make infinity of 400."""

_NUMBER = re.compile(
    r"""(?<![\w.])(?<![^\W\d_][-‐‑])          # no part of "BM25", "v1.2", "GPT-4"
    (?:(?P<currency>[$€£])\s?)?
    (?P<sign>(?<![\w)\]%])[-−+])?
    (?P<digits>\d{1,3}(?:[,\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|\.\d+)
    (?P<power>[eE][+−-]?\d+(?!\w)
      |\s?[×·*]\s?10(?:\^\{?\s?[+−-]?\s?\d+\}?|[−-]\d{1,3}(?!\d))
      |(?<=10)(?:\^\{?\s?[+−-]?\s?\d+\}?|−\d{1,3}(?!\d)))?
    (?:(?P<scale>[kKMBT])(?!\w)|[ \u00a0\u202f\u2009-]?(?P<word>(?i:hundred|thousand|million|billion|trillion))s?\b)?
    |\b(?i:(?P<spelled>(?:SPELLED)(?:-(?:ONES))?)
      (?:[ -](?P<spelled_scale>hundred|thousand|million|billion|trillion))?)\b(?!-(?:shot|sum|th\b))
    |\b(?P<ratio>(?i:RATIOS))\b(?!-)
    |\b(?P<magnitude>(?i:an|one)[ ]order[ ]of[ ]magnitude)\b""".replace("SPELLED", "|".join(_SPELLED))
    .replace("ONES", "|".join(_ONES[1:10]))
    .replace("RATIOS", "|".join(sorted(_RATIOS, key=len, reverse=True)).replace(" ", "[ ]")),
    re.VERBOSE,
)
_QUICK = re.compile(
    r"\d|\b(?:t(?:w|hr|en|rip|hir)|fo(?:ur|rt)|fi(?:ve|f)|si?x|sev|eig|nin|ele|zero|hal|doub|one|an? |quad)", re.I
)
_WORD = r"[^\W\d_]{2,24}"
_UNIT = re.compile(
    r"""(?P<points>[ \u00a0]?-?(?:%|percentage|percent|absolute)?[ ]?-?points?\b|[ \u00a0]?(?:pp|pts?)\b)
    |(?P<percent>SPACE?%|[ -]?per[ ]?cent\b)
    |(?P<orders>[ ]orders?[ ]of[ ]magnitude)
    |(?P<factor>SPACE?[x×](?!\w)(?!\s?\d)|[ -]?fold\b(?![ -]cross)|[ -]times\b)
    |(?:SPACE|-)?(?P<measured>[mµun]?s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?
      |[KMGTkP]i?B|bytes?|bits?|[KMGTP]?FLOP[sS]?|[kMGT]?Hz|[kMG]?W|[kM]Wh|[kmMGT]?eV|dB|°C|°
      |[kcmnµ]m|[kmµ]?g|[mµ]L|[mµn]M)\b(?!-)
    |-(?P<hyphenated>WORD)
    |[ \u00a0](?P<following>WORD(?:[-’']WORD)*(?:[ ]WORD(?:-WORD)*){0,2})""".replace("WORD", _WORD).replace(
        "SPACE", _SPACE
    ),
    re.VERBOSE,
)
_UNCOUNTABLE = frozenset(
    "is was has does its this as us less across versus plus thus yes always perhaps besides towards times "
    "results shows outperforms improves points gives achieves reaches yields makes uses takes means".split()
)
_STOP = frozenset(
    "of in on at for and or to by from with than when while the a an that which is are was were as".split()
)
_NAMED_UNITS = {"points": "points", "percent": "%", "orders": "magnitude", "factor": "x"}
_FACTOR_OF = re.compile(r"\bfactors? of (?:about |over |up to )?$", re.IGNORECASE)
_BEFORE = re.compile(r"(?P<word>[^\W_][\w.’'-]{0,40})[ \u00a0]?$")
_OPENS = re.compile(r"^$|[.!?:“\"]\s?$")
_VERSIONED = re.compile(
    r"(?i:GPT|LLaMA|Gemini|Claude|PaLM|Phi|Qwen|Mistral|Gemma|Pythia|Falcon|Vicuna|Python|CUDA|PyTorch|TensorFlow)s?"
)
"""After these even a decimal is a version: "GPT 3.5"."""
_MEASURED = re.compile(r"EM|F1|F|BLEU|Bleu|ROUGE|AUC|MRR|PPL|Acc|Accuracy|n?DCG|NDCG|MAP|METEOR|WER|CI")
"""Capitalised words that a whole number may follow and measure something."""
_BEFORE_YEAR = frozenset(
    "in since until by during before after from to and of year early late mid january february march april may june "
    "july august september october november december".split()
)


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text that measure or count, in order, each with its unit. Any text is accepted."""
    if not _QUICK.search(text):
        return ()
    bare = _UNCOUNTED.sub(lambda match: " " * len(match[0]), text)
    found = []
    for match in _NUMBER.finditer(bare):
        number = _number(bare, match)
        if number is not None:
            found.append(number)
    return tuple(found)


def _number(text: str, match: re.Match[str]) -> Number | None:
    """The number of one match with its unit, or None where it measures nothing."""
    spelled = match["spelled"] or match["ratio"] or match["magnitude"]
    if spelled:
        value, step, decimals = _spelled_value(match)
    elif len(match["digits"]) > MAX_DIGITS:
        return None
    else:
        value, step, decimals = _printed_value(match)
    if not math.isfinite(value):
        return None
    unit, length = _unit(text, match)
    if unit == "magnitude":  # "two orders of magnitude" are a factor of 100
        value, step, unit = 10.0 ** min(value, 300.0), 0.0, "x"
    end = match.end() + length
    if not spelled and _is_name_or_year(text, match, unit, value):
        return None
    return Number(
        text=text[match.start() : end],
        value=value,
        decimals=decimals,
        tolerance=step / 2,
        unit=unit,
        start=match.start(),
        end=end,
    )


def _spelled_value(match: re.Match[str]) -> tuple[float, float, int]:
    """(value, step of the last printed place, decimals) of "twenty-one million", "half", "an order of magnitude"."""
    if match["magnitude"]:
        return 10.0, 0.0, 0
    if match["ratio"]:
        return _RATIOS[match["ratio"].lower()], 0.0, 0
    tens, _, ones = match["spelled"].lower().partition("-")
    exponent = _EXPONENTS[match["spelled_scale"].lower()] if match["spelled_scale"] else 0
    return (_SPELLED[tens] + (_ONES.index(ones) if ones else 0)) * 10.0**exponent, 0.0, 0


def _printed_value(match: re.Match[str]) -> tuple[float, float, int]:
    """(value, step of the last printed place, decimals) of digits with sign, power and suffix; may be infinite."""
    digits = re.sub("[,\u2009\u202f]", "", match["digits"])
    decimals = len(digits.partition(".")[2])
    suffix = (match["scale"] or match["word"] or "").lower()
    exponent = _EXPONENTS[suffix] if suffix else 0
    if match["power"]:
        exponent += _power(match["power"])
        if digits == "10" and match["power"][0] in "^−":  # "10^-3": ten is the base
            digits = "1"
    sign = "-" if match["sign"] in ("-", "−") else ""
    return float(f"{sign}{digits}e{exponent}") + 0.0, float(f"1e{exponent - decimals}"), decimals


def _power(printed: str) -> int:
    """The exponent of "e-3", " × 10^-3", "^{5}" or "−3", within what `float` can read."""
    sign, digits = re.findall(r"([+−-]?)\s?(\d+)\}?$", printed)[0]
    return min(int(digits[:5]), 9999) * (-1 if sign in ("-", "−") else 1)


def _unit(text: str, match: re.Match[str]) -> tuple[str, int]:
    """(unit, how many characters behind the number it takes)."""
    if match["ratio"] or match["magnitude"]:
        return "x", 0
    found = _UNIT.match(text, match.end())
    factor = "x" if _FACTOR_OF.search(text, max(0, match.start() - 24), match.start()) else ""
    if found is None:
        return match["currency"] or factor, 0
    kind = found.lastgroup
    if kind in _NAMED_UNITS:
        return _NAMED_UNITS[kind], len(found[0])
    if kind == "measured":
        return found["measured"], len(found[0])
    if kind == "hyphenated":
        return found["hyphenated"].lower(), len(found[0])
    if factor:
        return factor, 0
    for word in re.finditer(r"[\w’'-]+", found[0]):
        if word[0].lower() in _STOP:
            break
        if word[0][-1] == "s" and word[0][-2] not in "sui" and word[0] not in _UNCOUNTABLE:
            return word[0].lower(), word.end()
    return match["currency"] or "", 0


def _is_name_or_year(text: str, match: re.Match[str], unit: str, value: float) -> bool:
    """Whether it numbers a version, a model's size or a year: "Llama 2 70B", "WMT 2014", "in 2018 models"."""
    before = _BEFORE.search(text, max(0, match.start() - 42), match.start())
    word = before["word"] if before else ""
    capital = bool(word) and word[0].isupper() and before is not None and not _OPENS.search(text[: before.start()][-3:])
    if len(match["digits"]) == 4 and 1900 <= value <= 2099 and not match["scale"]:
        return not unit or word.lower() in _BEFORE_YEAR or capital
    if match["scale"] and (capital or word[:1].isdigit()):
        return True
    if _VERSIONED.fullmatch(word):
        return True
    return capital and not unit and "." not in match["digits"] and not _MEASURED.fullmatch(word)
