# Two commands matter: `make demo` shows what the program is for, `make test` proves that it works.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.PHONY: demo test lint check bench clean

demo: $(VENV)/.installed
	$(BIN)/socialgraph demo demo-town

test: $(VENV)/.installed-test
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test  ## what CI runs

bench: $(VENV)/.installed-bench
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/store.py
	$(BIN)/python benchmarks/network.py --households 10000 100000

clean:
	rm -rf $(VENV) build .cache demo-town .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "socialgraph needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

# A stamp a set of extras, so that `make demo` stays lean and a second run installs nothing.
$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-%: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$*]'
	touch $@ $(VENV)/.installed
