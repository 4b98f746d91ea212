# Everything a person or a CI job starts. Each target does its own set-up; nothing needs to be installed first
# but Python 3.11 or newer, make, and a package index.

PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin/
CONFIG ?= config.toml
JOBS ?= 3 # at once: on two cores a third has something to do while others wait for a disk or a server

.PHONY: help demo run test lint pytest campaign test-distributed words lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# A stamp for each of the two installs; either is made anew when its lock changes.
$(VENV)/run.stamp: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version) if sys.version_info < (3, 11) else 0'
	test -x $(RUN)python || $(PYTHON) -m venv $(VENV)
	$(RUN)python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(RUN)python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(RUN)python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@

demo: $(VENV)/run.stamp ## crawl a made-up council on this machine and open its archive at http://127.0.0.1:8000
	$(RUN)minutes demo

run: $(VENV)/run.stamp ## crawl what config.toml names, index it, and serve it at http://127.0.0.1:8000
	$(RUN)minutes --config $(CONFIG) crawl || true # what could not be fetched has been told; serve what is archived
	$(RUN)minutes --config $(CONFIG) index
	$(RUN)minutes --config $(CONFIG) serve

test: lint pytest ## lint, types, layers and tests

pytest: $(VENV)/test.stamp ## tests only
	$(RUN)python -m pytest --numprocesses $(JOBS) --dist worksteal

campaign: $(VENV)/test.stamp ## all that tests can try, where the default run tries a sample
	CAMPAIGN=1 $(RUN)python -m pytest --numprocesses $(JOBS) --dist worksteal

test-distributed: $(VENV)/test.stamp ## the same promises on real servers, fetched and started for it (needs a JDK, Maven and PostgreSQL)
	$(RUN)python -m pytest tests/distributed

lint: $(VENV)/test.stamp ## lint, types and layers only
	$(RUN)ruff check .
	$(RUN)ruff format --check .
	$(RUN)mypy
	$(RUN)lint-imports

words: $(VENV)/run.stamp ## gather the sentences for readers into the catalogues, and compile them
	$(RUN)python -m web.translations

lock: ## pin the newest versions that pyproject.toml allows (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  --extra build pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra build --extra opensearch --extra postgresql --extra objects \
	  --constraint requirements.lock pyproject.toml --output-file requirements-large.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  --extra build --extra dev --constraint requirements-large.lock pyproject.toml --output-file requirements-dev.lock

clean: ## remove the virtual environment and caches, never data
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info
