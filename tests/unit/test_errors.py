import inspect
import pickle

import pytest

from synth import errors
from synth.errors import SynthError, UsageError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, SynthError)]


@pytest.mark.parametrize("kind", KINDS)
def test_error_survives_pickling(kind: type[SynthError]) -> None:
    error = kind("went wrong", item="a.pdf", stage="read", remedy="do this")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (copy.message, copy.item, copy.stage, copy.remedy) == ("went wrong", "a.pdf", "read", "do this")


def test_error_text_is_one_line_with_item_and_remedy() -> None:
    assert str(SynthError("went\nwrong", item="a.pdf", remedy="do this")) == "a.pdf: went wrong (do this)"


def test_exit_codes_follow_the_contract() -> None:
    assert UsageError("x").exit_code == 2
    assert {kind.exit_code for kind in KINDS if kind is not UsageError} == {1}


def test_every_error_stands_in_the_drawn_tree() -> None:
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in KINDS)
