"""The fuzz command: the same inputs for the same seed, of bounded size; what fails is told from what is refused."""

import random
from functools import partial
from pathlib import Path

import pytest

from benchmarks.fuzz.__main__ import FORGED, RECORD, Fuzzed, Fuzzer
from benchmarks.fuzz.mutations import HUGE_BYTES, MUTATIONS, Mutation, mutated
from benchmarks.fuzz.readers import READERS, read_record
from benchmarks.fuzz.seeds import BIB, TEX, kinds
from tests import examples


@pytest.fixture
def fuzzer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fuzzer:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("benchmarks.fuzz.seeds.SHARED", tmp_path / "absent")
    return Fuzzer(7, (), examples.record(tmp_path / "out" / "run"))


def test_every_kind_has_a_reader_and_seeds_that_it_reads_or_refuses(fuzzer: Fuzzer) -> None:
    assert kinds().keys() == READERS.keys()
    for name, (seeds, packed) in kinds().items():
        data = packed(seeds[0]) if packed else seeds[0]
        assert fuzzer.examine(Fuzzed(name, "", data)) == ("read", ""), name


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_mutations_are_the_same_for_the_same_seed_and_take_any_bytes(mutation: Mutation) -> None:
    for data in (b"", b"x", TEX):
        assert mutation(random.Random(3), data, (TEX, BIB)) == mutation(random.Random(3), data, (TEX, BIB))


def test_mutated_is_bounded() -> None:
    sizes = [len(mutated(random.Random(seed), TEX, (TEX, BIB))) for seed in range(200)]
    assert max(sizes) <= HUGE_BYTES
    assert len(set(sizes)) > 100


def test_fuzzer_gives_an_input_again_and_no_small_one_fails(fuzzer: Fuzzer) -> None:
    for number in range(40):
        item = fuzzer.input(number)
        assert fuzzer.input(number) == item
        if len(item.data) < 4_000:
            assert fuzzer.examine(item)[0] in {"read", "refused"}, item


@pytest.mark.parametrize("kind", [RECORD, FORGED])
def test_fuzzer_reads_records_and_leaves_them_as_they_were(fuzzer: Fuzzer, kind: str, tmp_path: Path) -> None:
    seed = tmp_path / "out" / "run"
    for path in ("claims.jsonl", "manifest.json"):
        assert fuzzer.examine(Fuzzed(kind, path, b"{}\n")) == ("read", "")
    copy = next(tmp_path.glob("[0-9]*/run"))
    assert {path.name: path.read_bytes() for path in copy.iterdir() if path.is_file()} == {
        path.name: path.read_bytes() for path in seed.iterdir() if path.is_file()
    }
    with pytest.raises(FileNotFoundError):
        read_record(seed, "absent/file", b"x", forged=False)


def test_fuzzer_tells_a_fault_from_a_refusal(fuzzer: Fuzzer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(error: type[Exception], data: bytes) -> None:
        raise error(data)

    monkeypatch.setattr("benchmarks.fuzz.__main__.READERS", {"bibtex": (partial(fail, KeyError), (KeyError,))})
    assert fuzzer.examine(Fuzzed("bibtex", "", b"x")) == ("refused", "")
    monkeypatch.setattr("benchmarks.fuzz.__main__.READERS", {"bibtex": (partial(fail, ZeroDivisionError), (KeyError,))})
    outcome, reason = fuzzer.examine(Fuzzed("bibtex", "", b"x"))
    assert outcome == "failed"
    assert "ZeroDivisionError" in reason
