# Every command of the house. Needs python3 (3.11 or newer) and nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --python-version 3.11

.PHONY: help install lock test stop

help: ## Show these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

# The stamp lives inside the environment, so removing .venv is always enough to start again.
.venv/stamp: requirements/development.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages into .venv ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --requirement requirements/development.txt
	@touch $@

install: .venv/stamp ## Make .venv from the hash-locked requirements (nothing to do when current)

lock: install ## Resolve pyproject.toml again into requirements/
	$(COMPILE) --output-file requirements/production.txt
	$(COMPILE) --extra embedded --extra dev --output-file requirements/development.txt

test: install ## Run the tests on a PostgreSQL and a Valkey of their own
	$(BIN)/pytest -n 2

stop: install ## Stop the embedded PostgreSQL and Valkey of this folder
	$(BIN)/python -m config.services stop
