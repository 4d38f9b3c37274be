"""Whether a paper's own comment, abstract or source says that it was withdrawn."""

import re

from synth.language.lexicon import any_of, words_of

_WORK = rf"(?:{any_of(words_of('text', 'works'))})s?"
_AUTHORS = r"(?:the |its |our |all )?(?:\w+ )?(?:authors?\b|author\(s\)|arxiv|submitter|owner|administrators?|admins?)"
_ELSEWHERE = r"(?!-| from (?!(?:the )?arxiv)| at the \w+ stage| and (?:resubmitted|replaced) in)"

# "This paper has been withdrawn by the author", "Paper withdrawn", "Our submission is temporarily withdrawn"
_OF_THIS_WORK = (
    rf"(?:\b(?:this|the|our|present)(?: above)?(?: named)? |^|[.;:,\]] ?){_WORK}(?: [a-z.-]*/?\d[\d.v]+)?"
    rf"(?: (?:has|have|had|was|were|is|are|been|being|now|hereby|therefore|already|\w+ly)){{0,4}}"
    rf" withdrawn\b{_ELSEWHERE}"
)
_WE = rf"\b(?:we|authors?) (?:have|has)(?: therefore)? withdrawn (?:this|our|the) {_WORK}"
# "Withdrawn due to a flaw", "34 pages, withdrawn by arXiv admin"; but not "accepted at ICUFN 2018 but later withdrawn"
_BARE = rf"(?:^|[.;:,\]*!-] ?)(?:temporarily )?withdrawn\b{_ELSEWHERE}"
_BY_WHOM = rf"\b(?:been|was|is) withdrawn by {_AUTHORS}|\bwithdrawn by arxiv\b"
# "3 figures Withdrawn due to an error", with no stop before it
_CAPITAL = r"\b(?-i:Withdrawn|WITHDRAWN) (?:due to|because|by|for|as)\b"

_IN_COMMENT = re.compile(f"{_OF_THIS_WORK}|{_BARE}|{_BY_WHOM}|{_WE}|{_CAPITAL}", re.IGNORECASE)
_IN_ABSTRACT = re.compile(
    rf"{_OF_THIS_WORK}|^(?:temporarily )?withdrawn\b{_ELSEWHERE}|\bwithdrawn by arxiv\b|{_WE}", re.IGNORECASE
)
_EARLIER = re.compile(
    r"\b(?:earlier|previous|first|old(?:er)?|original|another|related) (?:version|paper|preprint)", re.IGNORECASE
)

_NOTICE_CHARS = 4_000


def says_withdrawn(comment: str | None, abstract: str) -> bool:
    """Whether comment or abstract say that this paper was withdrawn.

    Papers about things withdrawn ("the drug was withdrawn from the market") and replacements of a withdrawn earlier
    version do not count.
    """
    texts = ((_IN_COMMENT, comment or ""), (_IN_ABSTRACT, abstract))
    return any(_states(pattern, " ".join(text.split())) for pattern, text in texts if "withdrawn" in text.lower())


def is_withdrawal_notice(tex: str) -> bool:
    """Whether a paper's source is no more than a notice: empty, or a few lines that say it was withdrawn."""
    text = " ".join(line.split("%")[0] for line in tex.splitlines())
    if not text.strip():
        return True
    return len(text) < _NOTICE_CHARS and re.search(r"\bwithdrawn\b", text, re.IGNORECASE) is not None


def _states(pattern: re.Pattern[str], text: str) -> bool:
    match = pattern.search(text)
    return match is not None and not _EARLIER.search(text[max(0, match.start() - 40) : match.end()])
