"""How a claim bears on the question: whether it names the things compared and the outcome, and whose result it is."""

import re
from collections.abc import Mapping

from synth.facets import Facet
from synth.models import Basis, Claim, Model, Question

OWN = re.compile(r"\b(?:we|our|ours)\b", re.IGNORECASE)


class Bearing(Model):
    """Which facets of the question a claim names, as indices, and on what basis; None where it names no subject."""

    subjects: tuple[int, ...]
    outcomes: tuple[int, ...]
    basis: Basis | None


def bearing(question: Question, claim: Claim, acronyms: Mapping[str, str]) -> Bearing:
    """Tell how one claim bears on the question.

    Measured: it names every subject and, where the question has outcomes, one of them, as the paper's own result.
    Asserted: likewise, but it cites somebody and speaks of no "we": the finding is theirs. Indirect: it names some
    subject only. `acronyms` maps "RAG" to its long form.
    """
    subjects = tuple(n for n, phrase in enumerate(question.subjects) if Facet(phrase, acronyms).names(claim.quotation))
    outcomes = tuple(n for n, phrase in enumerate(question.outcomes) if Facet(phrase, acronyms).names(claim.quotation))
    basis: Basis | None = None
    if subjects:
        whole = len(subjects) == len(question.subjects) and (bool(outcomes) or not question.outcomes)
        cites = bool(claim.citations or (claim.context and claim.context.citations))
        theirs = cites and OWN.search(claim.quotation) is None
        basis = "indirect" if not whole else "asserted" if theirs else "measured"
    return Bearing(subjects=subjects, outcomes=outcomes, basis=basis)
