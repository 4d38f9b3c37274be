"""The citation auditor: quotations, figures and references held against what they are taken from, and whose it is."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from synth.language.authors import author_keys
from synth.language.numerals import numbers, same_value
from synth.language.text import content_stems
from synth.models import Attacker, CheckedClaim, Document, Finding, Paper
from synth.review.case import SUPPORTED, Case
from synth.review.grounding import misplaced, says
from synth.review.red_team import CITATION_AUDITOR, attacker_score
from synth.settings import StandingSettings

MIN_TITLE = 0.2
"""The share of a title's words that the document's own title must have in common with it to be the same paper's."""
_RETRACTED = re.compile(
    r"^\W*(?:retracted|withdrawn|retraction)(?:\s*[:\]]|\s+(?:article|paper|notice|note)\b)|"
    r"\b(?<!original )(?<!earlier )(?<!previous )(?<!first )(?:paper|article|version|preprint|manuscript) "
    r"(?:(?:has|have|had|was|is|been|now) )+retracted\b",
    re.IGNORECASE,
)
"""In a title, comment or journal reference; but not "Retraction-free methods", "The original paper was retracted"."""
_TABLE = re.compile(r"\bTab(?:le|\.)\s*\d", re.IGNORECASE)


def citation_auditor(case: Case, later: Mapping[str, Document], settings: StandingSettings) -> Attacker:
    """Hold every claim against its source and its reference; serious is what no reader may rely on.

    `later` are newer versions that are known, by the paper_id of the version quoted. Serious: a quotation that is not
    in its source, a source that was withdrawn or retracted, a newer version without the sentence, a reference whose
    title and authors are both another paper's. The rest is noted.
    """
    found = [finding for item in case.checked for finding in _of_claim(case, item, later)]
    found += [*_single_source(case, settings)]
    cells = sum(len(table.rows) for document in case.documents.values() for table in document.tables)
    tried = (
        f"read {len(case.checked)} quotations and their evidence again at their places",
        f"looked the figures that sentences take from tables up in {cells} rows of tables",
        f"held {len(case.report.references)} references against the title and authors that each text bears itself",
        f"looked for withdrawal and retraction, and through {len(later)} newer versions for the sentences quoted",
        "looked for support by the claim's own authors, and for one group of authors behind the answer",
    )
    return Attacker(name=CITATION_AUDITOR, score=attacker_score(case, found), tried=tried, found=tuple(found))


def _of_claim(case: Case, item: CheckedClaim, later: Mapping[str, Document]) -> Iterator[Finding]:
    claim = item.claim
    named = case.named([claim.claim_id])
    paper, document = case.papers.get(claim.paper_id), case.documents.get(claim.paper_id)
    lost = misplaced(item, case.documents)
    if lost is not None:
        yield _serious(claim.claim_id, f"{named}: {lost}")
    if paper is not None and retracted(paper):
        yield _serious(claim.claim_id, f"{named} is from {paper.paper_id}, which was withdrawn or retracted")
    newer = later.get(claim.paper_id)
    if newer is not None and not says(newer, claim.text):
        yield _serious(claim.claim_id, f"{named} no longer stands in {newer.paper_id}, a newer version")
    if paper is not None and document is not None:
        yield from _reference(named, claim.claim_id, paper, document)
    if document is not None:
        yield from _figures(named, item, document)
    own = [e.passage.paper_id for e in item.evidence if e.stance == "supports" and not (e.independent or e.same_paper)]
    if own:
        note = f"{named} has support in {', '.join(dict.fromkeys(own))}, which is not independent of it"
        yield Finding(text=note, claim_id=claim.claim_id)


def retracted(paper: Paper) -> bool:
    """Whether a paper's metadata say that it was withdrawn or retracted."""
    texts = (paper.title, paper.comment or "", paper.journal_ref or "")
    return paper.withdrawn or any(_RETRACTED.search(text) for text in texts)


def _reference(named: str, claim_id: str, paper: Paper, document: Document) -> Iterator[Finding]:
    """Whether the title and authors cited are those that the document bears itself, where it bears any."""
    cited, own = set(content_stems(paper.title)), set(content_stems(document.title or ""))
    other_title = bool(cited and own) and len(cited & own) < MIN_TITLE * min(len(cited), len(own))
    cited_by, own_authors = author_keys(paper.authors), author_keys(document.authors)
    other_authors = bool(cited_by and own_authors) and not cited_by & own_authors
    if other_title and other_authors:
        note = f"{named} is cited to “{paper.title}”, and its text is headed “{document.title}” by others"
        yield _serious(claim_id, note)
    elif other_title:
        note = f"{named} is cited to “{paper.title}”, and its text is headed “{document.title}”"
        yield Finding(text=note, claim_id=claim_id)
    elif other_authors:
        note = (
            f"{named} is cited to {', '.join(paper.authors[:3])}, and its text names {', '.join(document.authors[:3])}"
        )
        yield Finding(text=note, claim_id=claim_id)
    stamped = document.stamp.stamped_on if document.stamp else None
    dated = paper.year if paper.published or paper.printed_year is None else None  # print may be later than a stamp
    if stamped is not None and dated is not None and stamped.year < dated:
        yield Finding(text=f"{named} is dated {dated}, and its text is stamped {stamped.year}", claim_id=claim_id)


def _figures(named: str, item: CheckedClaim, document: Document) -> Iterator[Finding]:
    """Figures that a claim takes from a table, by its own words, and that no table of the paper has."""
    if not document.tables or not _TABLE.search(item.claim.text):
        return
    table_numbers = [
        one for table in document.tables for row in table.rows for cell in row for one in numbers(cell.text)
    ]
    for quantity in item.claim.quantities:
        number = quantity.number
        is_level = quantity.change is None and number.is_figure
        if is_level and not any(same_value(number, one) or number.value == one.value for one in table_numbers):
            note = f"{named} names a table for {number.text}, which stands in no table that was read of its paper"
            yield Finding(text=note, claim_id=item.claim.claim_id)


def _single_source(case: Case, settings: StandingSettings) -> Iterator[Finding]:
    """That one group of authors, or one paper, is behind most claims of the answer."""
    claims = [item for item in case.standing if case.is_answer(item.claim.claim_id)]
    if not claims:
        return
    groups_of = case.groups
    groups = Counter(groups_of[item.claim.paper_id] for item in claims)
    group, number = min(groups.items(), key=lambda one: (-one[1], one[0]))
    if number > settings.max_single_source * len(claims):
        papers = sorted({i.claim.paper_id for i in claims if groups_of[i.claim.paper_id] == group})
        supported = sum(item.mark in SUPPORTED for item in claims)
        note = (
            f"one group of authors ({', '.join(papers)}) is behind {number} of {len(claims)} claims that the answer "
            f"uses; with support in a second passage: {supported}"
        )
        yield Finding(text=note)


def _serious(claim_id: str, text: str) -> Finding:
    return Finding(text=text, claim_id=claim_id, serious=True)
