# Everything that is asked of this repository, from nothing but Python 3.11 to 3.13 and make.
# `make run` and `make test` install what they need into .venv from requirements.lock, once.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PORT ?= 3000
SCALE ?= small
SEED ?= 1
# Test workers; each build inside a test uses two threads of its own.
WORKERS ?= 2

.PHONY: run test deep ui lint sample docs bench clean help

help:  ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(STAMP)  ## land what is new, build, audit, publish, and say what came of it
	@$(BIN)/jejak run

test: $(STAMP)  ## all tests (WORKERS=n)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

deep: $(STAMP)  ## the long versions of the tests: every rule row, other orders, city scale (20 minutes, and the statistics)
	@$(BIN)/python -m pytest -m deep $(PYTEST_ARGS)

ui: $(STAMP)  ## Dagster on http://127.0.0.1:$(PORT), this machine only
	@$(BIN)/python -m orchestration.ui --port $(PORT)

lint: $(STAMP)  ## ruff and sqlfluff
	@$(BIN)/ruff check .
	@$(BIN)/sqlfluff lint --disable-progress-bar --processes 2 dbt_project/models dbt_project/tests

sample: $(STAMP)  ## synthetic extracts in OUT/raw (SCALE=small|city|province SEED=n OUT=folder)
	@$(BIN)/jejak sample --scale $(SCALE) --seed $(SEED) --out $(or $(OUT),build/sample)

docs: $(STAMP)  ## docs/rules.md from the rules
	@$(BIN)/python -m orchestration.rulebook

bench: $(STAMP)  ## time of each stage, rows per second, peak memory, on a fresh data root
	@$(BIN)/python -m benchmarks.bench --scale $(SCALE)

clean:  ## remove caches and builds; extracts, lake and published versions stay
	@rm -rf build dbt_project/target dbt_project/logs .pytest_cache .ruff_cache .hypothesis *.egg-info data/.build data/.dagster
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

# PYTHON=... chooses the interpreter; else the first of these that is 3.11, 3.12 or 3.13 and can make environments.
# uv, pinned in the lock like everything else, installs in a fraction of pip's time; where it cannot, pip does it.
$(STAMP): requirements.lock pyproject.toml
	@set -e; \
	for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  if command -v $$candidate >/dev/null 2>&1 && $$candidate -c \
	    'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; then \
	    python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "make: no Python 3.11, 3.12 or 3.13 with venv found; install one or say make PYTHON=/path/to/python3" >&2; exit 2; fi; \
	echo "Installing into $(VENV) ($$($$python --version)), once ..." >&2; \
	[ -x $(BIN)/python ] && $(BIN)/python -c '' 2>/dev/null || $$python -m venv --clear $(VENV); \
	awk '/^[a-z]/ {own = /^uv==/} own' requirements.lock > $(VENV)/uv.lock; \
	if $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock \
	  && $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock; then :; \
	else \
	  echo "uv cannot install here; going on with pip (about two minutes)" >&2; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	fi; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	$(BIN)/python -c 'from orchestration.manifest import ensure_manifest; ensure_manifest()'; \
	touch $@
