"""Features of a sentence for its rhetorical role: words, cue phrases, numbers, tense, citations, position."""

import re
from collections.abc import Sequence
from itertools import pairwise

from synth.language.text import STOP_WORDS, stem, words

_CUE_WORDS = {
    "own work": "we our ours us",
    "finding": """
        show shows showed shown find finds found demonstrate demonstrates demonstrated observe observes observed
        observation reveal reveals revealed confirm confirms confirmed indicate indicates indicated suggest suggests
        suggested conclude concludes concluded imply implies prove proves proved establish establishes established
        finding findings evidence see seen notice note noted turns verify verified""",
    "comparison": """
        better worse higher lower larger smaller faster slower greater fewer more less than versus vs superior inferior
        compared comparable comparably competitive similarly equally best worst highest lowest strongest most least
        stronger weaker longer shorter cheaper easier harder par twice""",
    "outperforming": """
        outperform outperforms outperformed outperforming exceed exceeds exceeded surpass surpasses surpassed beat beats
        match matches matched underperform underperforms underperformed state-of-the-art sota preferred superiority
        dominates""",
    "change": """
        increase increases increased increasing decrease decreases decreased decreasing reduce reduces reduced reducing
        reduction improve improves improved improving improvement improvements gain gains drop drops dropped boost
        boosts degrade degrades degraded degradation saturate saturates plateaus hurt hurts help helps helped mitigate
        mitigates speedup savings""",
    "effect": """
        lead leads led cause causes caused affect affects affected due because induce induces induced promote promotes
        depends associated correlated correlates correlation impact impacts effect effects enables allows results""",
    "measure": """
        performance accuracy score scores f1 recall precision rouge bleu auroc auc throughput latency speed cost costs
        error errors perplexity loss rate rates quality em ndcg mrr average points percent robust robustness efficiency
        effective generalization generalizes generalize""",
    "degree": """
        significant significantly substantially dramatically considerably consistently strongly slightly largely greatly
        only even still almost nearly remarkably surprisingly interestingly marginally markedly far much well across
        overall empirically notably""",
    "hedge": """
        may might could would possibly perhaps likely potentially potential hypothesize hypothesise assume expect
        expected conjecture believe speculate seem seems appear appears should""",
    "plan": """
        aim aims goal objective investigate investigates explore explores examine examines address addresses study
        consider will plan future leave hope intend section discuss describe whether how""",
    "build": """
        propose proposes proposed introduce introduces introduced present presents presented develop develops developed
        describes described design designed called named denote denotes define defined""",
    "procedure": """
        use uses used using train trained compute computed sample sampled apply applied set collect collected evaluate
        evaluated measure measured follow followed implement implemented initialize given each select selected
        prompt""",
    "known": """
        recent recently previous previously prior existing traditional traditionally typically usually often commonly
        widely well-known challenge challenging important""",
    "negation": "not no never none neither nor without cannot fail fails failed lack lacks",
    "contrast": "however although though but while whereas despite unlike contrast yet conversely",
    "summing up": "thus therefore hence together conclusion summary consequently finally conclude",
    "pointing back": "this these it its they their such those former latter",
    "outward": "available online https github com code dataset release released freely website",
}
CUES: dict[str, frozenset[str]] = {name: frozenset(listed.split()) for name, listed in _CUE_WORDS.items()}
"""Cue words by what they signal; each is one feature of the models, beside the stems themselves."""

_CUE_OF_WORD: dict[str, tuple[str, ...]] = {
    word: tuple(f"cue={name}" for name, members in CUES.items() if word in members)
    for word in sorted(set().union(*CUES.values()))
}
_CITATION = re.compile(r"\[\d+(?:[,;–-]\s?\d+)*\]|\bet al\b|\((?:[^()]*\s)?(?:19|20)\d\d[a-z]?\)")
_PAST = re.compile(r"[a-z]{2,}ed")


def sentence_features(sentence: str, tokens: Sequence[str]) -> list[str]:
    """The names of a sentence's own features, each once.

    `tokens` are its words in lower case, as `synth.language.text.words` gives them.
    """
    stems = ["#" if token[0].isdigit() else stem(token) for token in tokens]
    found = [f"w={item}" for item in stems]
    found += [f"w={left}_{right}" for left, right in pairwise(stems)]
    found += [f"opens={'_'.join(stems[:length])}" for length in (1, 2, 3) if len(stems) >= length]
    found += cue_features(tokens)
    found.append(f"length={min(len(tokens) // 6, 7)}")
    if "#" in stems:
        found.append("has=number")
    if "%" in sentence:
        found.append("has=percent")
    if "?" in sentence:
        found.append("has=question")
    if ":" in sentence:
        found.append("has=colon")
    if _CITATION.search(sentence):
        found.append("has=citation")
    if any(token.endswith("ed") and _PAST.fullmatch(token) for token in tokens):
        found.append("has=past")
    return list(dict.fromkeys(found))


def cue_features(tokens: Sequence[str]) -> list[str]:
    """The cues among lower-case words, as feature names, each once."""
    return list(dict.fromkeys(name for token in tokens if token in _CUE_OF_WORD for name in _CUE_OF_WORD[token]))


def place_features(index: int, count: int) -> list[str]:
    """The position of the sentence at `index` among `count` sentences of an abstract."""
    features = [f"place={index * 6 // count}/6", f"first+{min(index, 3)}", f"last-{min(count - 1 - index, 3)}"]
    return [*features, f"of={min(count, 16) // 3 * 3}"]


def frame_features(tokens: Sequence[str]) -> list[str]:
    """The sentence without its topic: every three neighbours among its function words, verbs by their ending and gaps.

    "we trained a large model on it" -> we ~ed a, ~ed a _, a _ on, _ on it; a gap "_" is one word or more.
    """
    slots: list[str] = []
    for token in tokens:
        slot = token if token in STOP_WORDS else next((f"~{end}" for end in ("ed", "ing") if token.endswith(end)), "_")
        if slot != "_" or not slots or slots[-1] != "_":
            slots.append(slot)
    triples = zip(slots, slots[1:], slots[2:], strict=False)
    return list(dict.fromkeys([*(f"frame={' '.join(triple)}" for triple in triples), f"frame^={' '.join(slots[:4])}"]))


def echo_features(topics: Sequence[frozenset[str]], index: int) -> list[str]:
    """The share of a sentence's topic that other sentences contain, in fifths: `topics` are content stems by sentence.

    A conclusion repeats the topic of the first sentences; a sentence of procedure has words of its own.
    """
    others = {"first": topics[0], "rest": frozenset().union(*topics[:index], *topics[index + 1 :])}
    if index:
        others["before"] = topics[index - 1]
    if index + 1 < len(topics):
        others["after"] = topics[index + 1]
    own = topics[index]
    return [f"echo:{place}={len(own & other) * 5 // max(1, len(own))}/5" for place, other in others.items()]


def sequence_features(sentences: Sequence[str], *, is_abstract: bool) -> list[list[str]]:
    """The features of each of consecutive sentences: its own, its neighbours' cues and, in an abstract, its position.

    In a section of the body the position is no feature.
    """
    tokens = [words(sentence) for sentence in sentences]
    own = [sentence_features(sentence, found) for sentence, found in zip(sentences, tokens, strict=True)]
    cues = [[name for name in names if name.startswith(("cue=", "opens="))] for names in own]
    topics = [_topic(found) for found in tokens]
    result = []
    for index, names in enumerate(own):
        features = [*names, *frame_features(tokens[index]), *echo_features(topics, index)]
        features += [f"before:{name}" for name in (cues[index - 1] if index else ["nothing"])]
        features += [f"after:{name}" for name in (cues[index + 1] if index + 1 < len(own) else ["nothing"])]
        if is_abstract:
            features += place_features(index, len(own))
        result.append(features)
    return result


def _topic(tokens: Sequence[str]) -> frozenset[str]:
    """The stems of a sentence's longer words, without function words and numbers."""
    return frozenset(stem(token) for token in tokens if len(token) > 2 and token not in STOP_WORDS and token.isalpha())
