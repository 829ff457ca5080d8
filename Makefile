# Every target makes what it needs; `make help` says what there is.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := .venv/bin/
BASE ?= python:3.11-slim

.PHONY: help setup demo test lint redteam image bench
.DEFAULT_GOAL := help

help: ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "make %-8s %s\n", $$1, $$2}'

setup: .venv/.complete ## Make the environment in .venv, from the lock

demo: setup ## Let three reference submissions sit, and write their reports
	$(RUN)takehome demo

test: lint ## Lint, types and tests
	$(RUN)pytest

lint: setup ## Lint and types alone
	$(RUN)ruff check .
	$(RUN)ruff format --check .
	$(RUN)mypy

redteam: setup ## Let every attack out on every sandbox, and write what was seen into docs/security.md
	TAKEHOME_WRITE_DOCS=1 $(RUN)pytest tests/redteam

image: setup ## Build the image that submissions run in: make image BASE=python:3.11-slim
	$(RUN)takehome image build --base $(BASE)

bench: setup ## Run every benchmark in its quick form (code_reading.py wants a folder)
	@for bench in $(filter-out %/contract.py %/code_reading.py,$(wildcard tests/benchmarks/*.py)); do echo $$bench; $(RUN)python $$bench --quick || exit 1; done

.venv/.complete: pyproject.toml uv.lock
	@command -v uv >/dev/null || { python3 -m venv .uv && .uv/bin/pip install --quiet uv; }
	@$(UV) sync --locked --quiet
	@touch $@
