# Two commands matter: `make demo` shows what the program is for, `make test` proves that it works.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
# By path: with a finder, `import socialgraph` in the folder that holds the clone would find the clone itself.
EDITABLE := --config-settings editable_mode=compat

.PHONY: demo test coverage lint check wheel lowest docs orders full-disks bench clean

demo: $(VENV)/.installed
	$(BIN)/socialgraph demo demo-town

# A file of tests stays with one process: what its module sets up once is set up once.
test: $(VENV)/.installed-test
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

# Which lines the tests reach; tracing takes several times as long.
coverage: $(VENV)/.installed-test
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

lint: $(VENV)/.installed-lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test wheel lowest  ## what CI runs

# The wheel alone, in a place of its own: what a stranger gets from a package index.
wheel:
	rm -rf build/wheel
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip install --quiet --disable-pip-version-check build
	build/wheel/venv/bin/python -m build --quiet --wheel --outdir build/wheel .
	$(PYTHON) -m venv build/wheel/alone
	build/wheel/alone/bin/python -m pip install --quiet --disable-pip-version-check build/wheel/*.whl
	cd build/wheel && alone/bin/socialgraph demo town > story.txt && tail -5 story.txt

# The lowest versions that pyproject.toml allows; tests that touch every library, and no more: they are here for the bounds.
LOWEST_TESTS = tests/files tests/test_project.py tests/store/test_round_trip.py tests/analytics/test_readiness.py \
  tests/analytics/test_structural_holes.py tests/outputs/test_screen.py tests/outputs/test_list_pictures.py \
  tests/models/test_metrics.py tests/models/test_grouped_logistic.py tests/loaders/test_canonical.py
lowest:
	rm -rf build/lowest
	$(PYTHON) -m venv build/lowest
	build/lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
	VIRTUAL_ENV=build/lowest build/lowest/bin/uv pip install --quiet --resolution lowest-direct --prerelease allow -e '.[test]'
	build/lowest/bin/python -m pytest -p no:cacheprovider -k 'not neo4j' $(LOWEST_TESTS)

# Pages from the code: the reference of commands and tables, and of everything that can be imported (build/api).
docs: $(VENV)/.installed-docs
	$(BIN)/python docs/reference.py
	$(BIN)/python docs/api.py

# Forty random disks that fill up during a load, and forty limits of open files, each on a first load and a second.
full-disks: $(VENV)/.installed-test
	SOCIALGRAPH_FULL_DISKS=40 $(BIN)/python -m pytest -rP tests/store/test_small_disks.py

# The given office in ten random orders, file by file and together: the same bytes from every command.
orders: $(VENV)/.installed-test
	SOCIALGRAPH_ORDERS=10 $(BIN)/python -m pytest tests/cli/test_any_order.py -k office_is_the_same \
	  --numprocesses auto --dist load

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
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(EDITABLE) -e .
	touch $@

$(VENV)/.installed-%: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(EDITABLE) -e '.[$*]'
	touch $@ $(VENV)/.installed
