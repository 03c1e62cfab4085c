# Everything that is done by hand or by CI. `make help` lists it.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
# The first Python that is recent enough; `make PYTHON=…` chooses another.
PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13 python3.14; do \
	"$$python" -c '$(RECENT)' 2>/dev/null && echo "$$python" && break; done)
TESTS ?= tests
JOBS ?= 2# tests at once; 0: one after the other, in one OS process

.PHONY: help setup demo run test lockstep campaign campaign-language bench bench-campaign bench-peers bench-page lint fmt docs tables zones wheel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv with Flowmetal and what its development needs
	@echo "$(VENV) is ready: try $(BIN)/flowmetal-vm run examples/hello.fm"

$(STAMP): pyproject.toml setup.py
	@test -n "$(PYTHON)" && "$(PYTHON)" -c '$(RECENT)' 2>/dev/null || { \
	  echo "error: Flowmetal needs Python 3.11 or newer, and none was found; install one, or say: make setup PYTHON=/its/path" >&2; \
	  exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "error: this Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; \
	  exit 1; }
	@echo "setting up $(VENV) …"
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -e '.[dev]' || { \
	  echo "error: the packages could not be installed; pip says why above (it needs the network once)" >&2; exit 1; }
	@touch $@

demo: $(STAMP) ## a program survives two kill -9 and a move to another place, before your eyes
	@$(BIN)/python demo/demo.py

run: $(STAMP) ## run a program: make run PROG=examples/hello.fm ARGS='name=Ada'
	@test -n "$(PROG)" || { echo "which one? make run PROG=examples/hello.fm ARGS='name=Ada'" >&2; exit 2; }
	@$(BIN)/flowmetal-vm run $(PROG) $(ARGS)

test: lint ## lint, then all tests; make test TESTS=tests/vm JOBS=0 for some, one by one
	@$(BIN)/python -m pytest -n $(JOBS) $(TESTS)

lockstep: $(STAMP) ## the tests of the language, with generated code and the interpreter side by side; TESTS=… for others
	@FLOWMETAL_LOCKSTEP=on $(BIN)/python -m pytest -n $(JOBS) $(if $(filter tests,$(TESTS)),tests/vm tests/language \
	  tests/differential tests/properties tests/library tests/regressions,$(TESTS))

campaign: $(STAMP) ## the scenarios with all their kills, at most ten minutes; make campaign CAMPAIGN='--scenario 4 --seed 7'
	@$(BIN)/python -m tests.scenarios.campaign --seconds 600 $(CAMPAIGN)

campaign-language: $(STAMP) ## 20,000 generated programs under CPython and Flowmetal; CAMPAIGN='--seconds 60' for less
	@$(BIN)/python -m tests.properties.campaign $(CAMPAIGN)

bench: $(STAMP) ## figures beside their baselines; make bench BENCH=sequential,wake-up for some rows, JSON=FILE to keep them
	@$(BIN)/python -m bench $(if $(BENCH),--rows $(BENCH)) $(if $(JSON),--json $(JSON))

bench-campaign: $(STAMP) ## the row that takes too long for every day: a million sleepers
	@$(BIN)/python -m bench --rows sleepers-million $(if $(JSON),--json $(JSON))

bench-peers: $(STAMP) ## install what Flowmetal is measured beside, into .bench-peers
	@$(BIN)/python -m bench.install_peers

bench-page: $(STAMP) ## write docs/performance.md and its plots from figures that were kept: make bench-page JSON=FILE
	@$(BIN)/python -m bench.page $(or $(JSON),bench/results.json)

lint: $(STAMP) ## ruff, mypy --strict, and the layering of imports
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >/dev/null 2>&1 || $(BIN)/lint-imports --no-cache --no-logo

fmt: $(STAMP) ## let ruff mend what it can
	@$(BIN)/ruff check --fix .

docs: $(STAMP) ## write docs/bytecode.md, docs/library.md and the tables of docs/language.md anew
	@$(BIN)/python docs/generate.py

tables: $(STAMP) ## build the parser's tables anew, after a change of the grammar
	@$(BIN)/python -m flowmetal.compiler.maketables

zones: $(STAMP) ## write stdlib/_zones.fm, the time zones, anew from the tzdata that pyproject.toml names
	@$(BIN)/python tools/zones.py

wheel: $(STAMP) ## build dist/flowmetal-….whl
	@rm -rf build
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean: ## remove .venv and everything that was made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
