# make report   a finished PDF from the sample library; sets everything up first
# make test     set up, then all tests, in two processes (pytest --profile nightly tries more, and for longer)
# make check    style and types
# make floors   quality of today against benchmarks/floors.toml, on the data that are here (about ten minutes)
# make lean     Lean 4 for proofs, as .venv/bin/lean (500 MB; see docs/proofs.md)
# make lock     pin the packages anew
# Everything goes into .venv; TeX and the sandbox come from Debian's packages (scripts/install-tex and
# scripts/install-sandbox say which where they cannot; without the sandbox no reproduction is attempted).

PYTHON ?= python3
BIN := .venv/bin
QUESTION ?= Is dense retrieval better than BM25 for open-domain question answering?

.PHONY: report test check floors lock clean

report: .venv/run.stamp tex sandbox
	$(BIN)/synth generate --sample "$(QUESTION)"

test: .venv/dev.stamp tex sandbox
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

floors: .venv/dev.stamp
	$(BIN)/python -m benchmarks.floors

.PHONY: tex
tex: .venv/run.stamp
	@scripts/install-tex $(BIN)/synth

.PHONY: sandbox
sandbox:
	@scripts/install-sandbox

.venv/run.stamp: requirements.txt pyproject.toml scripts/make-venv
	scripts/make-venv $(PYTHON) requirements.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.PHONY: lean
lean: .venv/bin/lean

.venv/bin/lean: .venv/run.stamp scripts/make-lean
	scripts/make-lean .venv

lock:
	scripts/lock-requirements $(PYTHON)

clean:
	rm -rf .venv .mypy_cache .ruff_cache
