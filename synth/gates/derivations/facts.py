"""Levels that sentences tell of named systems: "BM25 reaches 52.1 EM on NQ", to be found again by name and metric."""

from collections.abc import Iterable
from typing import NamedTuple

from synth.gates.derivations.labels import tokens
from synth.gates.derivations.prose import Line
from synth.gates.derivations.stated import Stated
from synth.models import Quantity

_PRONOUNS = frozenset("it this that they we which model system method approach".split())


class _Fact(NamedTuple):
    subject: tuple[str, ...]
    metric: tuple[str, ...]
    dataset: tuple[str, ...]
    stated: Stated
    line: Line


class Facts:
    """The levels of a paper's sentences by subject, metric and data set."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._facts: list[_Fact] = []
        for line in lines:
            for item in line.quantities:
                if (
                    item.subject
                    and item.change is None
                    and item.baseline is None
                    and item.number.is_figure
                    and not item.bound
                ):
                    subject = _stems(item.subject)
                    if subject and not set(subject) <= _PRONOUNS:
                        stated = line.state(item.number, item.subject)
                        self._facts.append(_Fact(subject, _stems(item.metric), _stems(item.dataset), stated, line))

    def value_of(self, name: str, quantity: Quantity, line: Line) -> Stated | None:
        """The one level told of a name, in the metric and on the data set of a quantity; None for none, or for two.

        What the quantity does not name, the paper must tell of one value only.
        """
        wanted, metric, dataset = _stems(name), _stems(quantity.metric), _stems(quantity.dataset)
        if not wanted or set(wanted) <= _PRONOUNS:
            return None
        found = [fact for fact in self._facts if fact.subject == wanted and fact.line.home != line.home]
        found = [fact for fact in found if not metric or fact.metric == metric]
        found = [fact for fact in found if not dataset or fact.dataset == dataset]
        distinct = {(fact.metric, fact.dataset, fact.stated.number.value) for fact in found}
        return found[0].stated if len(distinct) == 1 else None


def _stems(name: str | None) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens(name)) if name else ()
