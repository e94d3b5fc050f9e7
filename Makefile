# make graph      build the graph of the bundled texts into output/
# make test       run all tests
# make check      format, lint, types, direction of imports
# make notebooks  run the notebooks, leave their pages in output/notebooks/
# make format     rewrite the code in the project's format
#
# Each sets up what it needs: a virtual environment in .venv, and for the tests a browser where it may install one.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := graph

PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
VENV := .venv
BIN := $(VENV)/bin
PINS := pyproject.toml constraints.txt
WORKERS ?= 2

.PHONY: graph test check format notebooks browser clean

graph: $(VENV)/.installed
	$(BIN)/kg build --output output

test: $(VENV)/.installed-dev browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# A notebook may build the graph anew, which replaces output/ as a whole: the executed copies move in afterwards.
notebooks: $(VENV)/.installed-dev
	rm -rf build/notebooks
	mkdir -p build/notebooks
	cd notebooks && for notebook in *.ipynb; do \
		../$(BIN)/jupyter-execute --output ../build/notebooks/{notebook_name} "$$notebook"; done
	mkdir -p output
	rm -rf output/notebooks
	mv build/notebooks output/notebooks

browser:
	@bash .ci/browser

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later with its venv module is needed (Debian: apt-get install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(PINS) | $(VENV)/bin/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-dev: $(PINS) | $(VENV)/bin/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(VENV)/.installed $@
