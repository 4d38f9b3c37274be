"""The main clause of a question: its verb, with what precedes and follows it."""

import re
from typing import NamedTuple

from synth.language.lexicon import words_of
from synth.language.measures import measure_of
from synth.question.vocabulary import (
    DETERMINERS,
    FUNCTION_WORDS,
    PREDICATE,
    PREPOSITIONS,
    QUANTIFIERS,
    base_form,
    effect_verbs,
    past_tenses,
    seldom_verbs,
    verbs,
)

DO = frozenset("do does did".split())
BE = frozenset("is are was were isn't aren't wasn't be been".split())
HAVE = frozenset("has have had".split())
MODAL = frozenset("can could should will would may might must shall cannot".split())
AUXILIARIES = DO | BE | HAVE | MODAL
CAUSATIVE = frozenset("help let make".split())
"""Verbs behind which another stands in its base form: "help corals recover"."""
_LEADS_ON = words_of("questions", "leading on")
"""Words that lead from a verb to another one."""
RELATIVES = frozenset("that which who".split())
_BEHIND_MATTER = frozenset(("", "for", "in", "to", "when", "if", "on", "at", "more", "less"))
_ADVERBS = words_of("questions", "adverbs")
PLURAL = re.compile(r"[\w-]{2,}[^suia]s$|[\w-]*(?:people|children|men|women|data|mice|media|bacteria)$", re.I)
_NO_VERB = re.compile(rf"{PLURAL.pattern}|[\w-]{{3,}}ed$", re.I)
LEAST, LEAST_OF_EFFECT = -0.5, -3.0
"""The score that the best candidate for a verb needs; the second, where it is known to act on its object."""
_VERBAL = re.compile(r"[\w-]{3,}(?:ate|ise|ize|ify|fy)$", re.I)


class Clause(NamedTuple):
    """Subject, verb (its base form, "be" for a copula; `word` as written) and what follows it.

    `passive` where the verb is in the passive voice.
    """

    subject: str
    verb: str
    rest: str
    passive: bool = False
    word: str = ""


def read_clause(text: str) -> Clause | None:
    """The clause of a question without its interrogative: "does A reduce Y", "is A safe", "can A be used"."""
    given = text.split()
    tokens = [
        token
        for n, token in enumerate(given)
        if token.strip(",").lower() not in _ADVERBS
        and not (
            token.endswith("ly")
            and 0 < n < len(given) - 1
            and given[n - 1].lower() not in AUXILIARIES
            and base_form(given[n + 1]) in verbs()
            and base_form(token) == token
            and token not in verbs()
        )
    ]
    if len(tokens) < 2:
        return None
    first = tokens[0].lower().replace("’", "'").removesuffix("n't")
    if first in AUXILIARIES:
        rest = tokens[1:]
        if first in BE:
            return _copula(rest)
        for n, token in enumerate(rest):
            if n and token.lower() in {"be", "been"} and (first not in DO):
                return _copula(rest, n)
        if first in HAVE:
            at = next((n for n, token in enumerate(rest) if n and _participle(token, rest, n)), None)
        else:
            at = _main_verb(rest, plural=first != "does")
        if at is None:
            return None
        return Clause(" ".join(rest[:at]), base_form(rest[at]), " ".join(rest[at + 1 :]), word=rest[at])
    return _declarative(tokens)


def _participle(token: str, rest: list[str], n: int) -> bool:
    word = token.lower()
    return (word.endswith("ed") or base_form(word) != word) and rest[n - 1].lower() not in PREPOSITIONS | DETERMINERS


def _main_verb(tokens: list[str], *, plural: bool) -> int | None:
    """The index of the verb in its base form, by the word and its neighbours; None where nothing looks like one."""
    known, best, found = verbs(), 0.0, None
    within = _relative_verbs(tokens)
    plain: list[int] = []  # verbs that are no nouns
    for n, token in enumerate(tokens):
        word = token.lower().strip(",")
        before = tokens[n - 1].lower() if n else ""
        after = tokens[n + 1].lower() if n + 1 < len(tokens) else ""
        if not n or word not in known or before in PREPOSITIONS | DETERMINERS | QUANTIFIERS or before.endswith(","):
            continue
        if n in within or any(
            _governs(tokens, other, n) for other in range(1, n) if tokens[other].lower() in CAUSATIVE
        ):
            continue
        if word == "matter" and after not in _BEHIND_MATTER:
            continue  # "dark matter self-interaction"
        noun_too = known[word]
        if not noun_too:
            plain.append(n)
        score = 3.0 if not noun_too else 0.0 if word in seldom_verbs() else 1.0
        if after in DETERMINERS | QUANTIFIERS or after == "to":
            score += 0.5
        score += 2.0 * (after in ("how", "whether"))
        if noun_too:
            if plural and (PLURAL.match(before) or PREPOSITIONS.isdisjoint(map(str.lower, tokens[1:n]))):
                score += 1.5 if PLURAL.match(before) else -1.0
            score -= n > 1 and tokens[n - 2].lower() in DETERMINERS  # "a small model"
            score += 2 * (not RELATIVES.isdisjoint(token.lower() for token in tokens[1 : n - 1]))
            score -= 2 * (after in known and after not in QUANTIFIERS | seldom_verbs())
            score += 2 * (after in ("up", "down", "out", "off"))
            second = tokens[n + 2].lower() if n + 2 < len(tokens) and after in {"and", "or"} else ""
            score += 2 if second in known else -0.8 * (after in {"of", "and", "or"})
        score -= 0.25 * n
        score -= 3.0 * (found is not None and before in {"and", "or", "but"})  # "increase X or reduce Y": the first
        if found is None or score > best:
            best, found = score, n
    later = [n for n in plain if found is not None and found < n < len(tokens) - 1 and _governs(tokens, found, n)]
    if later:
        return later[0]  # "the quantum approximate optimization algorithm outperform annealing"
    if found is not None and (best > LEAST or (best > LEAST_OF_EFFECT and tokens[found].lower() in effect_verbs())):
        return found
    inner = [n for n in range(1, len(tokens)) if tokens[n - 1].lower() not in PREPOSITIONS | DETERMINERS]
    shaped = next((n for n in inner if _VERBAL.match(tokens[n])), None)
    if shaped is not None:
        return shaped
    if plural:
        behind = (n + 1 for n in range(len(tokens) - 1) if PLURAL.match(tokens[n]) and n + 1 in inner)
        placed = next(
            (n for n in behind if not (tokens[n].lower() in FUNCTION_WORDS or _NO_VERB.match(tokens[n]))), None
        )
        if placed is not None:
            return placed
    early = (n for n in inner if n + 1 < len(tokens) and tokens[n + 1].lower() in DETERMINERS | QUANTIFIERS)
    return next((n for n in early if tokens[n].lower() not in FUNCTION_WORDS), found)


def _governs(tokens: list[str], verb: int, other: int) -> bool:
    """Whether no word between two verbs leads from one to the other, so that one of them is no main verb."""
    between = [token.lower() for token in tokens[verb + 1 : other]]
    return not any(word in _LEADS_ON or word.endswith(",") for word in between)


def _relative_verbs(tokens: list[str]) -> frozenset[int]:
    """Where the verbs of relative clauses stand, which are not the main one: "people who smoke live shorter"."""
    places: set[int] = set()
    for n, token in enumerate(tokens[:-1]):
        if (n and token.lower() in RELATIVES) or (n == 0 and token.lower() == "what"):
            verb = n + 1
            while verb < len(tokens) - 1 and tokens[verb].lower() in AUXILIARIES | _ADVERBS | {"been", "to"}:
                verb += 1
            if base_form(tokens[verb]) not in verbs():  # "that the modules undergo"
                verb = next((at for at in range(verb, len(tokens) - 1) if base_form(tokens[at]) in verbs()), verb)
            places.add(verb)
    return frozenset(places)


def _copula(tokens: list[str], at: int | None = None) -> Clause:
    """Subject and predicate behind "is"; `at` is the index of "be" behind a modal verb."""
    n = at if at is not None else _predicate(tokens)
    subject, predicate = tokens[:n], tokens[n + (at is not None) :]
    while predicate and re.fullmatch(
        r"been|shown|found|proven|known|expected|thought|considered|to|be", predicate[0], re.I
    ):
        predicate.pop(0)
    passive = bool(predicate) and predicate[0].lower() != base_form(predicate[0]) and not measure_of(predicate[0])
    if passive and re.search(r"(?:ed|en|wn|ne|un|de|ut|nt|ght|ld|nd)$", predicate[0], re.I):
        return Clause(
            " ".join(subject), base_form(predicate[0]), " ".join(predicate[1:]), passive=True, word=predicate[0]
        )
    return Clause(" ".join(subject), "be", " ".join(predicate))


def _predicate(tokens: list[str]) -> int:
    """Where the predicate begins in "[is] SUBJECT PREDICATE"."""
    shown: int | None = None
    free = max(_relative_verbs(tokens), default=0) + 1  # behind the verb of a relative clause
    for n in range(free, len(tokens)):  # a comparison comes first: "the Hubble constant from Cepheids higher"
        word, before = tokens[n].lower().strip(","), tokens[n - 1].lower()
        measured = measure_of(word) if not re.match(r"than \d", " ".join(tokens[n + 1 : n + 3])) else None
        if measured and measured[1] and before not in PREPOSITIONS | {"a", "an", "the", "and", "or"}:
            return n
    for n in range(free, len(tokens)):
        word, before = tokens[n].lower().strip(","), tokens[n - 1].lower()
        after = tokens[n + 1].lower() if n + 1 < len(tokens) else ""
        if before in PREPOSITIONS | DETERMINERS or before in {"and", "or"}:
            continue
        if word in {"as", "non-inferior"}:
            return n
        if word in {"enough", "sufficient", "necessary"} and after in {"to", "for", ""}:
            return n
        measured = measure_of(word)
        ends = not after or after in PREPOSITIONS or after in {"to", "than", "and", "or", "enough"}
        if measured and (measured[1] or ends):
            return n
        if (word in {"a", "an", "the", "there"} and not (n == 1 and tokens[0].lower().endswith("ing"))) or (
            ends and (PREDICATE.fullmatch(word) or (base_form(word) != word and not word.endswith(("s", "ing"))))
        ):
            return n
        if before in AUXILIARIES:
            shown = n
    if shown is not None:
        return shown
    for n in range(1, len(tokens)):  # "neutrinos Majorana particles"
        if PLURAL.match(tokens[n - 1]) and tokens[n].lower() not in FUNCTION_WORDS:
            return n
    stop = next((n + 1 for n in range(1, len(tokens)) if tokens[n].endswith(",")), len(tokens))
    return max(stop - 1, 1)


def _declarative(tokens: list[str]) -> Clause | None:
    """ "retrieval reduces hallucination", "methods that are best": the verb in its inflected form, never a gerund."""
    for n in range(len(tokens)):
        word = tokens[n].lower()
        before = tokens[n - 1].lower() if n else ""
        if n and word in BE:
            return Clause(" ".join(tokens[:n]), "be", " ".join(tokens[n + 1 :]))
        if n and word in MODAL | DO and n + 1 < len(tokens):
            return Clause(" ".join(tokens[:n]), base_form(tokens[n + 1]), " ".join(tokens[n + 2 :]))
        base = base_form(word)
        if base not in verbs() or word.endswith("ing") or before in PREPOSITIONS | DETERMINERS | QUANTIFIERS:
            continue
        if word == "matter" and " ".join(tokens[n + 1 : n + 2]).lower() not in _BEHIND_MATTER:
            continue
        noun_too, more = verbs()[base], n + 1 < len(tokens) and tokens[n + 1].lower() not in PREPOSITIONS
        plural_subject = bool(n and PLURAL.match(before))
        fits = word != base and not word.endswith(("ed", "en")) if not plural_subject else word == base
        fits = fits or word in past_tenses()
        if (
            (n or word == base)
            and (more or word in past_tenses() or tokens[n + 1 : n + 2] == ["to"])
            and (fits or (not noun_too and (word == base or word.endswith("s"))))
            and not (noun_too and not n)
        ):
            return Clause(" ".join(tokens[:n]), base, " ".join(tokens[n + 1 :]))
    return None
