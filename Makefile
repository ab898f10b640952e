# Two commands do everything: make run, make test. Both may be run again at any time.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
BIN := .venv/bin
export STEERCO_HOME ?= $(CURDIR)/.steerco

.DEFAULT_GOAL := help
.PHONY: help install install-tests run test check lock client clean

help: ## what each command does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## the environment only, from the hashed lock
	@test -n "$(PYTHON)" || { echo "Steerco needs Python 3.11 or newer. Name it: make PYTHON=/path/to/python3 …"; exit 1; }
	@$(PYTHON) .ci/install.py run

install-tests: ## the environment with what the tests need
	@test -n "$(PYTHON)" || { echo "Steerco needs Python 3.11 or newer. Name it: make PYTHON=/path/to/python3 …"; exit 1; }
	@$(PYTHON) .ci/install.py tests

run: install ## the real portfolio on http://localhost:8000 (PORT=), with a sign-in; keeps what you entered
	@$(BIN)/steerco demo --port $(PORT)
	@exec $(BIN)/steerco serve --port $(PORT)

test: check ## everything: the checks, then the whole suite on SQLite and on PostgreSQL, browser journeys included
	@$(BIN)/python -m tests.environment $(ARGS)

check: install-tests ## format, lint, types, architecture
	@$(BIN)/ruff format --check --quiet --output-format concise . || { echo "Format them: .venv/bin/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy & types=$$!; said=$$($(BIN)/lint-imports 2>&1) || { echo "$$said"; kill $$types; exit 1; }; \
		$(BIN)/python -m pytest tests/architecture -q; rules=$$?; wait $$types && exit $$rules

lock: ## upgrades every dependency and writes both locks (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	uv pip compile pyproject.toml --upgrade $(COMPILE) --extra build -o requirements.lock >/dev/null
	uv pip compile pyproject.toml $(COMPILE) --extra build --extra dev --extra mpp --extra cluster -c requirements.lock -o requirements-dev.lock >/dev/null

client: install-tests ## writes the Python client anew from the document of the interface
	@DJANGO_SETTINGS_MODULE=steerco.config.test $(BIN)/python -m steerco.foundation.api.client_files --interface steerco.interfaces.api.API

COMPILE := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

clean: ## removes the environment and what tools left; never your data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .grimp_cache .hypothesis test-results
