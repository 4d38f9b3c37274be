"""Find the numbers of a paper that follow from its others, by what its words and headers say, not by what fits."""

from synth.gates.derivations.columns import columns
from synth.gates.derivations.comparisons import comparisons
from synth.gates.derivations.facts import Facts
from synth.gates.derivations.grid import grids
from synth.gates.derivations.labels import Names
from synth.gates.derivations.listed import averages, harmonic_means, sums
from synth.gates.derivations.lookup import Scope
from synth.gates.derivations.prose import Line, lines
from synth.gates.derivations.shares import shares
from synth.gates.derivations.sizes import sizes
from synth.gates.derivations.stated import agrees
from synth.gates.derivations.told import told
from synth.models import Derivation, Document

__all__ = ["agrees", "find_derivations"]


def find_derivations(document: Document) -> tuple[Derivation, ...]:
    """The numbers of a document that follow from its others, in its order: true ones and false ones alike.

    A number is linked with what it follows from by words alone: names of systems, metrics and data sets, row and column
    labels, "in total", "on average", "of which". Where these do not determine the operands there is no derivation.
    """
    said = list(lines(document))
    tables, names, facts = grids(document), Names(said), Facts(said)
    found: dict[tuple[object, ...], Derivation] = {}
    before: list[Line] = []
    for line in said:
        if before and before[-1].paragraph != line.paragraph:
            before = []
        if line.quantities:
            previous = before[-1] if before else None
            scopes = [Scope(line, previous, line.quantities, at, names) for at in range(len(line.quantities))]
            made = [
                *shares(line, before, document.paper_id),
                *harmonic_means(line, document.paper_id),
                *sums(line, document.paper_id),
                *averages(line, document.paper_id),
                *sizes(line, document.paper_id),
                *(comparisons(scope, tables, facts, document.paper_id) for scope in scopes),
                *(told(scope, tables, document.paper_id) for scope in scopes),
            ]
            for derivation in made:
                if derivation is not None:
                    found.setdefault(derivation.spans, derivation)
        before.append(line)
    for grid in tables:
        for derivation in columns(grid, document.paper_id):
            found.setdefault(derivation.spans, derivation)
    return tuple(
        sorted(found.values(), key=lambda item: (item.spans[0].start if item.spans else 0, item.derivation_id))
    )
