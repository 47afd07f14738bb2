# Every command of the house. Needs python3 (3.11 or newer) and nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/pytest -n 2 --dist worksteal
# Nothing is traced where browsers, races and long tables say what the other tests say shorter.
UNTRACED := $(addprefix tests/,browser catalogues chaos kill matrix pictures races)
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --python-version 3.11

# A machine that forbids byte code would compile every module again in every process.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install lock demo sign-ins stop test check fix generate screenshots proofs bench chaos chaos-long lock-is-current

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

demo: install ## Run the whole service here, with believable data, until Ctrl-C
	@$(BIN)/python -m config.services first-run

sign-ins: install ## Say again who may sign in to the demo, with the code of this half minute
	@$(BIN)/python manage.py sign_ins

stop: install ## Stop the embedded PostgreSQL and Valkey of this folder
	$(BIN)/python -m config.services stop

test: install ## Run the tests on a PostgreSQL and a Valkey of their own
	$(PYTEST)

proofs: install ## All browser stories; every address as every role, every step forged, every page judged by axe
	TARA_PROOFS=1 $(PYTEST) tests/browser tests/portal/test_forged_steps.py tests/races/test_transitions.py \
		$(patsubst %,tests/matrix/test_%.py,contract_fuzz hostile_bodies idempotency one_wall routes)

bench: install ## Measure lists, steps and allotments against bare views (some minutes)
	$(BIN)/python -m tests.bench

chaos: install ## 10,000 allotment calls from 32 clients, a web worker killed every 2 seconds
	TARA_CHAOS_CALLS=10000 TARA_CHAOS_KILL_SECONDS=2 $(BIN)/pytest -n 0 -s tests/chaos

chaos-long: install ## The races and the killed processes of the tests, at full length
	TARA_RACES=100 TARA_KILL_EVENTS=2000 TARA_KILLS=30 $(BIN)/pytest tests/races tests/kill

fix: install ## Mend what a tool can mend
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format --quiet
	git ls-files -z '*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 || true

generate: install ## Write the generated documents again: contract, errors, life cycles, roles
	$(BIN)/python manage.py generate_docs

screenshots: install ## Take the pictures of the pages again, into docs/screenshots (some minutes; needs Chromium)
	$(BIN)/python -m tests.pictures

# Everything CI runs, the quick steps first. A step is added here when its command exists:
# a step that skips itself would say "fine" about nothing. Every test runs once: most under
# coverage, then the others with the browser stories and the proofs.
check: install lock-is-current ## Everything CI runs
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	git ls-files -z '*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --database default --fail-level WARNING
	$(BIN)/python manage.py generate_docs --check
	$(PYTEST) $(addprefix --ignore=,$(UNTRACED)) --cov --cov-report=term-missing:skip-covered
	$(BIN)/coverage report --precision=2 --fail-under=100 >/dev/null
	TARA_PROOFS=1 $(PYTEST) $(UNTRACED) tests/portal/test_forged_steps.py

# Resolving against the locks must change nothing; packages published since do not count.
lock-is-current: install
	@mkdir -p var/lock && cp requirements/*.txt var/lock/
	@$(COMPILE) --output-file var/lock/production.txt
	@$(COMPILE) --extra embedded --extra dev --output-file var/lock/development.txt
	diff --recursive requirements var/lock
	@! grep --line-number '://' requirements/*.txt
