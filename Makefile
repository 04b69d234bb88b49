# `make run` and `make test` need only Python 3.11 or newer, make and a package index.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PARALLEL := -n auto --dist loadfile
EVERYDAY := not slow and not oracle and not browser and not cluster

.PHONY: run test test-all test-lowest test-newest lint bundle bench screenshots clean

run: $(VENV)/ready ## the region at a glance, then a question answered
	@$(BIN)/steppe overview
	@echo
	@$(BIN)/steppe run cis-full-free-trade --compact

test: $(VENV)/ready-dev ## the everyday tests
	$(BIN)/python -m pytest $(PARALLEL) -m "$(EVERYDAY)"

test-all: $(VENV)/ready-dev ## every suite, the slow ones too
	$(BIN)/python -m pytest $(PARALLEL)

test-lowest: RESOLUTION := lowest-direct
test-newest: RESOLUTION := highest
test-lowest test-newest: ## the everyday tests in an environment of the lowest, or newest, versions that pyproject.toml allows
	rm -rf build/$@
	$(PYTHON) -m venv build/$@
	build/$@/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/$@/bin/python -m uv pip install --quiet --python build/$@/bin/python --resolution $(RESOLUTION) --editable ".[dev,pdf,files]"
	build/$@/bin/python -m pytest $(PARALLEL) -m "$(EVERYDAY)"

lint: $(VENV)/ready-dev ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bundle: $(VENV)/ready-dev ## make the embedded tables again from raw data (RAW=folder)
	$(BIN)/python -m recipes $(RAW)

bench: $(VENV)/ready-dev ## side by side, printed as medians and ratios
	$(BIN)/python -m benchmarks

screenshots: $(VENV)/ready-dev ## the site, and pictures of its pages, under build/
	$(BIN)/steppe site build/site
	$(BIN)/python -m docs.make_screenshots build/site build/screenshots

clean:
	rm -rf $(VENV) build dist runs

$(VENV)/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'steppe needs Python 3.11 or newer')"
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/ready: $(VENV)/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
