# Every target does its own set-up first; `make` alone lists them.
export NO_MKDOCS_2_WARNING = 1

ADDRESS ?= 127.0.0.1:8000
BIN := .venv/bin
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(FITS)' 2>/dev/null && echo $$python && break; done)

.DEFAULT_GOAL := help
.PHONY: help serve site test lint lock bench keep picture clean environment

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: environment ## Serve the site on 127.0.0.1:8000 and reload it as files change
	@$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

site: environment ## Build the site, strictly, into site/
	@$(BIN)/mkdocs build --strict

test: environment ## Run all tests, those in a browser too
	@BROWSER_PATH="$$($(BIN)/python -m tools.browser)" && export BROWSER_PATH && $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: environment ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

lock: environment ## Renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-annotate --output-file requirements.lock

bench: environment ## Run the benchmarks
	@$(BIN)/python -m benchmarks

keep: environment ## Renew what tests keep of pictures and of sentences
	@$(BIN)/python -m momentum figures --quiet
	@$(BIN)/python tests/made.py
	@$(BIN)/python tests/quoted.py
	@$(BIN)/python tests/statements.py

picture: environment ## Renew the README's picture
	@$(BIN)/python -m momentum render ravine-duel --format svg --output docs/assets

clean: ## Remove what the targets made: site, caches, environment
	rm -rf .venv .cache site build dist src/*.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 is needed, and none was found. Install one of those, or name it: make PYTHON=/path/to/python3.13"; exit 1; }
	@$(PYTHON) tools/environment.py
