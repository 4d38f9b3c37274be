# Everything goes into .venv; TeX and the sandbox come from Debian's packages (scripts/install-tex and
# scripts/install-sandbox say which where they cannot; without the sandbox no reproduction is attempted).
# `make help` lists what there is.

PYTHON ?= python3
BIN := .venv/bin
QUESTION ?= Is dense retrieval better than BM25 for open-domain question answering?

.PHONY: report
report: .venv/run.stamp tex sandbox  ## a finished PDF from the sample library; sets everything up first
	$(BIN)/synth generate --sample "$(QUESTION)"

.PHONY: help
help:  ## this list
	@sed -n 's/^\([.a-z/]*\):.*## /\1 /p' Makefile | while read -r name what; do printf '%-14s %s\n' "$$name" "$$what"; done

.PHONY: test
test: .venv/dev.stamp tex sandbox browser  ## all tests, in two processes (pytest --profile nightly tries more, and for longer)
	$(BIN)/python -m pytest -n 2 --dist worksteal

.PHONY: quick
quick: .venv/dev.stamp  ## the unit tests alone, which need neither TeX nor a server
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/unit

.PHONY: check
check: .venv/dev.stamp  ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.PHONY: format
format: .venv/dev.stamp  ## style mended where that can be done by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: coverage
coverage: .venv/dev.stamp tex sandbox browser  ## all tests, and which lines of synth/ none of them reaches
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov synth --cov-report term-missing:skip-covered

.PHONY: floors
floors: .venv/dev.stamp  ## quality of today against benchmarks/floors.toml, on the data that are here (about ten minutes)
	$(BIN)/python -m benchmarks.floors

.PHONY: tex
tex: .venv/run.stamp
	@scripts/install-tex $(BIN)/synth

.PHONY: sandbox
sandbox:
	@scripts/install-sandbox

.PHONY: browser
browser:
	@scripts/install-browser

.venv/run.stamp: requirements.txt pyproject.toml scripts/make-venv
	scripts/make-venv $(PYTHON) requirements.txt
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.PHONY: lean
lean: .venv/bin/lean  ## Lean 4 for proofs, as .venv/bin/lean (500 MB; see docs/proofs.md)

.venv/bin/lean: .venv/run.stamp scripts/make-lean
	scripts/make-lean .venv

.PHONY: lock
lock:  ## pin the packages anew
	scripts/lock-requirements $(PYTHON)

.PHONY: clean
clean:  ## away with .venv and caches
	rm -rf .venv .mypy_cache .ruff_cache .coverage
