"""The numbers of a paper that follow from its others: by what its labels and clauses say, not by what fits."""

from synth.audit.clauses import clauses
from synth.audit.columns import columns
from synth.audit.grid import grids
from synth.audit.statistics import statistics
from synth.models import Derivation, Document


def find_derivations(document: Document) -> tuple[Derivation, ...]:
    """The numbers of a document that follow from its others, in its order: true ones and false ones alike.

    Where labels or clause do not determine the operands there is no derivation. A number has one at most.
    """
    found: dict[tuple[object, ...], Derivation] = {}
    in_tables = (made for grid in grids(document) for made in columns(grid, document.paper_id))
    for derivation in (*clauses(document), *statistics(document), *in_tables):
        found.setdefault(derivation.spans, derivation)
    return tuple(sorted(found.values(), key=lambda one: (one.spans[0].start if one.spans else 0, one.derivation_id)))
