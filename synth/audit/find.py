"""The numbers of a paper that follow from its others: by what its labels and clauses say, not by what fits."""

from collections.abc import Iterable, Iterator

from synth.audit.clauses import clauses
from synth.audit.columns import columns
from synth.audit.derivation import CUT, agrees, compute, exact
from synth.audit.grid import grids
from synth.audit.statistics import statistics
from synth.models import Derivation, Document


def find_derivations(document: Document) -> tuple[Derivation, ...]:
    """The numbers of a document that follow from its others, in its order: true ones and false ones alike.

    Where labels or clause do not determine the operands there is no derivation. A number has one at most.
    """
    found: dict[tuple[object, ...], Derivation] = {}
    in_tables = (made for grid in grids(document) for made in columns(grid, document.paper_id))
    for derivation in (*_of_one_habit(clauses(document)), *statistics(document), *in_tables):
        found.setdefault(derivation.spans, derivation)
    return tuple(sorted(found.values(), key=lambda one: (one.spans[0].start if one.spans else 0, one.derivation_id)))


def _of_one_habit(derivations: Iterable[Derivation]) -> Iterator[Derivation]:
    """Shares that would hold if digits were cut off: charged in a paper that rounds another one up."""
    found = list(derivations)
    rounds = any(_is_rounded_up(one) for one in found)
    for one in found:
        yield one.model_copy(update={"doubt": ""}) if rounds and one.kind == "share" and one.doubt == CUT else one


def _is_rounded_up(derivation: Derivation) -> bool:
    if derivation.kind != "share" or not agrees(derivation):
        return False
    computed = compute(derivation.formula, {one.name: exact(one.value) for one in derivation.operands})
    return computed is not None and exact(derivation.reported.value) > computed
