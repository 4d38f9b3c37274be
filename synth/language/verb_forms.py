"""The verbs that questions and titles use, from the lists in synth/language/lexicons."""

from functools import cache

from synth.language.lexicon import lines_of, phrases_of


@cache
def effect_verbs() -> frozenset[str]:
    """Base forms of the verbs that say what one thing does to another."""
    return frozenset(verb.rstrip("*") for verb in lines_of("effect_verbs.txt"))


@cache
def _irregular() -> dict[str, str]:
    """Irregular form -> base form."""
    return {form: base for base, *forms in phrases_of("irregular_verbs") for form in forms}


@cache
def verbs() -> dict[str, bool]:
    """Base form of every known verb -> whether it is also a noun."""
    marked = [*lines_of("effect_verbs.txt"), *lines_of("common_verbs.txt")]
    return {verb.rstrip("*"): verb.endswith("*") for verb in marked}


@cache
def seldom_verbs() -> frozenset[str]:
    """Known verbs that papers seldom use as verbs."""
    return frozenset(lines_of("seldom_verbs.txt"))


def base_form(word: str) -> str:
    """The base form of an inflected verb that the lists have ("reduced", "applies"), else the word."""
    known, word = verbs(), word.lower()
    candidates = [word]
    for ending, replacements in (
        ("ies", ("y",)), ("ied", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")), ("d", ("",)),
        ("ing", ("", "e")), ("en", ("", "e")),
    ):  # fmt: skip
        if word.endswith(ending):
            stem = word[: -len(ending)]
            candidates += [stem + replacement for replacement in replacements]
            if len(stem) > 2 and stem[-1] == stem[-2]:  # "cutting", "stopped"
                candidates.append(stem[:-1])
    candidates.append(_irregular().get(word, word))
    return next((candidate for candidate in candidates if candidate in known), word)
