# Everything starts from Python 3.11 or later and make; the rest is fetched into .venv.
# `make` alone lists the targets.

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench bench-shocks language-model web-assets docs-figures clean

# The first interpreter that is new enough; `make PYTHON=/path/to/python demo` overrides.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python; do \
  if $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; \
  then echo $$p; break; fi; done)
UV_VERSION := 0.13.9
BIN := .venv/bin
# Byte code is written once, here: where PYTHONDONTWRITEBYTECODE is set, as in many containers,
# each start would spend seconds on compiling.
SYNC := UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen --inexact --quiet --compile-bytecode
COMPILE := $(BIN)/python -m compileall -q src

# Test files are shared out to so many processes (`make TEST_PROCESSES=0 test`: one).
TEST_PROCESSES ?= 2

# Processes of ours use one thread of linear algebra each (docs/decisions/0004).
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' \
	  | awk -F'|' '{printf "make %-16s %s\n", $$1, $$2}'

$(BIN)/uv:
	@test -n "$(PYTHON)" || { echo "detente needs Python 3.11 to 3.14; name one: make PYTHON=/path/to/python3.11" >&2; exit 3; }
	$(PYTHON) -m venv .venv || { echo "hint: Debian and Ubuntu keep this module apart: apt-get install python3-venv" >&2; exit 3; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# Users' packages only: no test or type tools.
.venv/.users: $(BIN)/uv uv.lock pyproject.toml
	$(SYNC) --no-dev
	@$(COMPILE)
	@touch $@

.venv/.developers: $(BIN)/uv uv.lock pyproject.toml
	$(SYNC)
	@$(COMPILE)
	@touch $@ .venv/.users

demo: .venv/.users ## code the bundled chronicle and show the Russia-Türkiye desk
	$(BIN)/detente demo --store build/demo/demo.duckdb

lint: .venv/.developers ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint ## lint, then every test
	$(BIN)/pytest -m alone
	$(BIN)/pytest -m "not alone" -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder

bench: .venv/.users ## words and rows per second, and the coder's scores where ../shared is at hand
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/language_speed.py
	$(BIN)/python benchmarks/imports.py
	@if [ -d ../shared/data/coding ]; then $(BIN)/python benchmarks/coding.py; fi

bench-shocks: .venv/.developers ## shock detection beside CUSUM, PELT and fixed thresholds
	$(BIN)/python benchmarks/shocks.py

language-model: .venv/.developers ## train the English pipeline again (see training/README.md)
	$(SYNC) --group training
	$(BIN)/python -m training.build

web-assets: .venv/.developers ## fetch the desk's browser libraries again, as pinned
	$(BIN)/python -m detente.web.vendor

docs-figures: demo .venv/.developers ## draw the pictures of README and docs from the demo again
	$(BIN)/detente timeline RUS TUR --store build/demo/demo.duckdb --output docs/img/rus-tur.png
	$(BIN)/python docs/figures.py build/demo/demo.duckdb docs/img

clean: ## remove .venv and caches
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache
