"""Tell which sentences must not be quoted: cut, spliced or garbled ones."""

import re
from itertools import islice

from synth.language.lexicon import any_of, words_of

MIN_WORDS = 4
MAX_WORDS = 120
MAX_CHARS = 1500  # no sentence of so many words is longer; beyond it the patterns below would take long
MAX_SYMBOL_SHARE = 0.4  # of the characters that are not white space: above it a table row, an axis or a formula

_TOKEN = re.compile(r"\S*[^\W_]\S*")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’]\w+)?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_TEX = re.compile(r"\\[A-Za-z]|\$(?!\d)|\^\{|_\{|\}\{|\{\}|~(?<=[^\W\d]~)\w|\?\?[\w\[^]")
"""What only TeX writes, "??" for what it does not know, too; but "{2, 3, 4}", "D \\ B", "$5" and "5%~18%" are what is
printed. Each begins with a sign: quick to find."""
_RUBBISH = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")  # no character known, or one that only its font knows
_SYMBOL = re.compile(r"[^\w\s.,;:'\"()–-]|[\d_]")
_BRACKET = re.compile(r"[()\[\]{}]")
_ITEM = re.compile(r"(?:^|\s)(?:\w|\d{1,2}|[ivx]+)$")
_CLOSED_BY = {"(": ")]", "[": "])", "{": "}"}  # "[0, 1)" is an interval
_SENTENCE_END = re.compile(r"[.?!:…][\"'”’»)\]]*(?:\s*\[[\d,;\s–-]+\]|[¹²³⁰⁴-⁹,–]+)?$|[\"'”’»)\]]$")
_CUT_END = re.compile(r"\b(?:Eqs?|Figs?|Secs?|Refs?|Tab|cf|vs|e\.g|i\.e)\.$")  # "the Q-factor in Eq.", then a new page
_ITEM_END = re.compile(r"(?<!\band)(?<!\bor)(?<!\bthe)(?<=\w)$")
_CUT_VERB = r"[a-z]+(?:ed|ing)-(?:up|on|out|off|down|in)(?!\S)"
"""A verb with a hyphen, whose subject was cut off: "followed-up 301 patients"."""
_LOWER_CASE_NAME = re.compile(rf"(?!{_CUT_VERB})[a-z]+(?:-[a-z]+\b|\d|[a-z]*[A-Z])|[b-z]\s|[^\W\d_a-z]")
"""What may begin a sentence in lower case: "tf-idf", "mBERT", "k nearest neighbours are", "λ is"."""
_FLOAT_NAME = re.compile(r"Table|Figure|Fig\.|TABLE|FIGURE|Algorithm")
_CAPTION_INSIDE = re.compile(
    r"(?<![.?!:(\[]\s)(?<=\s)(?:Table|Figure|Fig\.|TABLE|FIGURE|Algorithm)\s+\d+[a-z]?\s?[:.|]\s+[A-Z]"
)
_GLUED = r"\d?(?!Wiki|[KMGT]b\b)[A-Z]"  # behind a digit
_FOOTNOTE_MARK = re.compile(rf"\d(?<!\S\d){_GLUED}[a-z]+(?![\w-])")
_FOOTNOTE_INSIDE = re.compile(
    rf"-(?<=[a-z]-)(?:\s\d{_GLUED}|\s+(?!(?:and|or|to|but|nor|than|versus|rather|as)\b)[a-z]+\b)"
)
"""The mark glued to its footnote's first word ("3The", not "2WikiMQA" or "32Gb"), or what it cut ("mul- 8SQuAD")."""
_GLUED_NUMBER = re.compile(rf"(?<=[a-z]{{3}})\d{{1,3}}(?:{any_of(words_of('text', 'glued'))})\b")
"""The number of a reference glued to the words about it: "an analysis19of"."""
_STACKED = re.compile(r"[⁰¹²³⁴-⁹]\d")
"""What stood in a fraction or at a letter, one above the other: "¹.⁰⁸1.10", "t⁻¹2", "z⁰0"."""
_ALGORITHM = re.compile(r"(?:^|\s)//\s+[A-Za-z]{3}|\s\d{1,2}:\s+(?:end (?:for|if|while)|else\b|return\b|for \S+ ?[=∈])")
"""A comment, or a numbered line that begins as a program's does."""
_P_VALUE = r" ?(?:[\\¼\[oN] ?0?\.|[,.4b] ?0?\.0)\d"
_MISREAD = re.compile(
    rf"p(?<!\wp){_P_VALUE}|P(?<!\wP){_P_VALUE}|¼(?<=\s¼)\s|ð(?<!\w\wð)[^ðÞ]{{1,40}}Þ"
    r"|!(?<=\s!)\d|¡(?<=[a-z]¡)[¹²³]|§(?:(?<=\d§)|(?<=\d §)) ?\d|·(?<=[\s(]·)(?<![\d)\]][\s(]·)\d"
)
"""Signs for which a font gives other characters: "P \\ 0.05", "P , 0.05", "PN0.05", "!23 g" for "<23 g",
"¼ f ðtÞ", "s¡¹", "5 § 2", "·4"."""
_AXIS = re.compile(r"(?:\b\d+(?:\.\d+)?(?:st|nd|rd|th|%|k|K|M)?\s+){4,}")
_VERB_ENDING = re.compile(r"(?:[a-z]{2,}(?:ed|ing|ize|izes|ise|ises|ify|ifies|ates?|ens)|[a-z]{3,}s)\b", re.IGNORECASE)
_RELATION = re.compile("[=≤≥<>≈∈⊂]")  # "N = 50 for English and German."
_SUBJECT = re.compile(r"\b(?:we|I|you|they|he|she|it|there|who|which|please)(?:\s|['’])[a-z]", re.IGNORECASE)
_VERBS = words_of("verbs")
_SET_APART = re.compile(r"\b(?:[a-z] ){5}")  # "takes t e n s a m p l e s"


def unfit_reason(text: str, ends_paragraph: bool = False) -> str | None:
    """Why a sentence must not be quoted, judged from its words alone; None where nothing speaks against it.

    `ends_paragraph` is whether a paragraph surely ends with it, as LaTeX tells: then it may lack its full stop, as the
    items of lists do.
    """
    words = text.split()
    if len(text) > MAX_CHARS or len(words) > MAX_WORDS:
        return "too long"
    if sum(1 for _ in islice(_TOKEN.finditer(text), MIN_WORDS)) < MIN_WORDS or not _WORD.search(text):
        return "too few words"
    if not (text.isascii() and text.isprintable()) and _RUBBISH.search(text):
        return "unreadable characters"
    if _SET_APART.search(text):
        return "letters set apart"
    symbols = len(_SYMBOL.findall(text))
    if symbols and (reason := _misprint(text, symbols / sum(map(len, words)))):
        return reason
    if _FOOTNOTE_MARK.search(text) or _FOOTNOTE_INSIDE.search(text):
        return "spliced by a footnote"
    if _begins_cut(text):
        return "begins in mid-sentence"
    if _CUT_END.search(text[-8:]) or not (_SENTENCE_END.search(text) or (ends_paragraph and _ITEM_END.search(text))):
        return "no end"
    if not _is_balanced(text):
        return "unbalanced brackets or quotes"
    if not _has_verb(text):
        return "no verb"
    return None


def _misprint(text: str, symbol_share: float) -> str | None:
    """What makes a sentence with figures or symbols unfit; they are the given share of its characters."""
    if _TEX.search(text):
        return "TeX left over"
    if _MISREAD.search(text):
        return "unreadable characters"
    if symbol_share > MAX_SYMBOL_SHARE or _AXIS.search(text):
        return "mostly figures or symbols"
    if _GLUED_NUMBER.search(text):
        return "spliced by a footnote"
    if _STACKED.search(text):
        return "figures one above the other"
    if (":" in text or "//" in text) and _ALGORITHM.search(text):
        return "lines of an algorithm"
    return "spliced by a float" if _FLOAT_NAME.search(text) and _CAPTION_INSIDE.search(text) else None


def _begins_cut(text: str) -> bool:
    opening = text.lstrip("\"'“‘«([{")
    if not opening or opening[0] in ",;:.)]%=":
        return True
    return opening[0].islower() and _LOWER_CASE_NAME.match(opening) is None


def _is_balanced(text: str) -> bool:
    """Whether brackets and double quotes pair; "a)" and "1)" need no opening."""
    opened, closed, straight = (text.count(mark) for mark in '“”"')
    if (opened + closed + straight) % 2 or opened > closed + straight:  # some write ”so”, or “so" in LaTeX
        return False
    stack: list[str] = []
    for bracket in _BRACKET.finditer(text):
        char = bracket[0]
        if char in _CLOSED_BY:
            stack.append(char)
        elif stack and char in _CLOSED_BY[stack[-1]]:
            stack.pop()
        elif not _ITEM.search(text, max(0, bracket.start() - 8), bracket.start()):
            return False
    return not stack


def _has_verb(text: str) -> bool:
    """Whether a word is a verb, looks like one or stands behind a pronoun ("We study"), or a relation does for it."""
    lower = text.lower()
    if not _VERBS.isdisjoint(lower.split()):  # as in most sentences
        return True
    if not _VERBS.isdisjoint(_LETTERS.findall(lower)) or _RELATION.search(text):
        return True
    return _SUBJECT.search(text) is not None or _VERB_ENDING.search(text) is not None
