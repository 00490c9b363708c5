# The one list of commands; .ci/run calls them. Needs Python 3.11 or later, nothing else:
# every tool is installed into .venv at the versions of constraints.txt, once.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/data

.PHONY: help demo test test-all check format docs places given bench bench-check browser postgresql spark constraints clean
.DELETE_ON_ERROR:

# Commands and tests start many short processes; without compiled files each costs seconds more.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo         read the sample corpus: its account here, its page in out/demo"
	@echo "make test         every test but the slow ones"
	@echo "make test-all     the slow ones as well"
	@echo "make check        format, lint, types, layers"
	@echo "make docs         the reference and README's output, written anew"
	@echo "make places       the table of all places, after a change of what it is made from"
	@echo "make given        the lists of first names, after a change of what they are made from"
	@echo "make bench        scores and speed on DATA=$(DATA)"
	@echo "make bench-check  fails where a ratio of speeds has become more than a tenth worse"
	@echo "make browser      Debian's Chromium, for the tests that open pages (as root)"
	@echo "make postgresql   a PostgreSQL server, for the tests of archives on one (as root)"
	@echo "make spark        PySpark and a Java to run it, for the tests of clusters (as root)"
	@echo "make constraints  pin the newest versions of all packages"

demo: .venv/run
	$(BIN)/rashomon read examples/corpus --html out/demo

test: .venv/dev
	$(BIN)/pytest -n auto -m "not slow"

test-all: .venv/dev
	$(BIN)/pytest -n auto

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/dev
	$(BIN)/python scripts/reference.py
	$(BIN)/python scripts/excerpt.py

places: .venv/dev
	$(BIN)/python scripts/places.py

given: .venv/dev
	$(BIN)/python scripts/given_names.py

# Hours; one that fails stops no other.
bench: .venv/peers
	@failed=; for job in $$(grep -l -e '"--data"' benchmarks/*.py); do \
	  echo "== $$job"; $(BIN)/python -m benchmarks.$$(basename $$job .py) --data $(DATA) || \
	  failed="$$failed $$job"; done; test -z "$$failed" || { echo "failed:$$failed"; exit 1; }

# Minutes; on a machine with other work it may fail for that alone: run it again.
bench-check: .venv/peers
	$(BIN)/python -m benchmarks.scale --check

browser:
	test -x /usr/bin/chromium || \
	  { apt-get update && apt-get install --yes --no-install-recommends chromium; }

# Debian's package starts a server of its own unless told otherwise: the tests start theirs.
postgresql:
	test -n "$$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" || \
	  { apt-get update && apt-get install --yes --no-install-recommends postgresql-common && \
	    mkdir -p /etc/postgresql-common/createcluster.d && \
	    echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/none.conf && \
	    apt-get install --yes --no-install-recommends postgresql; }

spark: .venv/dev
	$(INSTALL) --editable .[hub,batch,postgresql,spark] --group dev
	test -n "$$JAVA_HOME$$(command -v java)" || \
	  { apt-get update && apt-get install --yes --no-install-recommends openjdk-17-jre-headless; }

constraints: .venv/dev
	$(BIN)/uv pip compile --upgrade --universal --generate-hashes --no-header --no-annotate \
	  --all-extras --group dev --group peers --output-file constraints.txt pyproject.toml

# uv verifies the hashes of constraints.txt and resolves no package to anything else.
INSTALL := $(BIN)/uv pip install --quiet --compile-bytecode --python .venv \
  --constraints constraints.txt --build-constraints constraints.txt

.venv/run: .venv/uv pyproject.toml
	$(INSTALL) --editable .
	@touch $@

.venv/dev: .venv/uv pyproject.toml
	$(INSTALL) --editable .[hub,batch,postgresql] --group dev
	@touch .venv/run $@

.venv/peers: .venv/dev
	$(INSTALL) --editable .[hub,batch,postgresql] --group dev --group peers
	@touch $@

.venv/uv: constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Rashomon needs Python 3.11 or later: make PYTHON=python3.12" \
	  if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@sed -n '/^uv==/,/[^\\]$$/p' constraints.txt > $@
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement $@

clean:
	rm -rf .venv out build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
