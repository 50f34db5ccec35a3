# What a newcomer needs: make demo, make test. Everything else is for those who change infosim.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SCENARIOS := $(basename $(notdir $(wildcard scenarios/*.yaml)))

.PHONY: demo test fast docs lint baseline browser findings variants planted mutants schema figures bench bench-quick bench-sweep bench-large notebooks lowest newest clean

demo: $(VENV)/.installed
	$(BIN)/infosim compare bhutan_2022 --out figures/bhutan_2022

test: $(VENV)/.tested lint
	$(BIN)/python -m pytest -n auto --dist worksteal

fast: $(VENV)/.tested
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

# The oldest versions that pyproject.toml allows, and the newest that there are, each in an environment of its own.
# Warnings of other versions are no errors of ours.
lowest: try-lowest
newest: try-newest

try-%: constraints/%.txt
	$(PYTHON) -m venv --clear $(VENV)-$*
	$(VENV)-$*/bin/python -m pip install --quiet --disable-pip-version-check --upgrade -c $< -e '.[test]'
	$(VENV)-$*/bin/python -m pytest -m "not slow" -W default

# The theme would tell of its successor here: decision 0041.
docs: $(VENV)/.documented
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

baseline: $(VENV)/.tested
	$(BIN)/python tests/baseline/update.py

browser: $(VENV)/.installed
	$(BIN)/python -m infosim.web.translation.translate

findings: $(VENV)/.tested
	PYTHONPATH=tests $(BIN)/python tests/baseline/findings.py

notebooks: $(VENV)/.tested
	$(BIN)/python -m pytest tests/end_to_end/test_notebooks.py

variants: $(VENV)/.tested
	PYTHONPATH=tests $(BIN)/python -m baseline.variants

planted: $(VENV)/.tested
	PYTHONPATH=tests $(BIN)/python -m statistical.planted

mutants: $(VENV)/.mutated
	PYTHONPATH=tests nice $(BIN)/python -m mutation.mutants

schema: $(VENV)/.installed
	$(BIN)/infosim schema > scenarios/infosim.schema.json
	PYTHONPATH=docs $(BIN)/python -m pages.model

figures: $(VENV)/.installed
	for name in $(SCENARIOS); do $(BIN)/infosim compare $$name --out figures/$$name || exit 1; done

# Everybody races on one thread; what is measured against infosim lives in an environment of its own.
bench: $(VENV)/.installed $(VENV)-bench/.installed
	$(BIN)/python benchmarks/bench.py --venv $(VENV)-bench

bench-quick: $(VENV)/.installed $(VENV)-bench/.installed
	$(BIN)/python benchmarks/bench.py --venv $(VENV)-bench --quick

# What it costs to keep every run, beside a bare loop and beside Mesa's batch runner.
bench-sweep: $(VENV)/.installed
	$(BIN)/python benchmarks/keeping.py
	$(BIN)/python benchmarks/optimising.py

bench-large: $(VENV)/.installed
	$(BIN)/python benchmarks/bench.py --only large

$(VENV)-bench/.installed: benchmarks/peers.txt
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	touch $@

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.documented: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@

$(VENV)/.mutated: $(VENV)/.tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[mutation]'
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-bench $(VENV)-lowest $(VENV)-newest results build dist
