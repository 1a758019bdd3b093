# Sinkbase: every verb is a stage. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory

REGION ?= demo
PORT ?= 8000
DATA ?=
BIN := .venv/bin
RUN := $(BIN)/python -m
PYTHON := kernel sinkbase loaders analysis pipeline tests
SCRIPTS := .ci/run $(wildcard docker/*.sh docker/*/*.sh)
NODE := $(BIN)/node node_modules/.bin
# `make export LANG=zh` writes maps and report in Chinese alone; the LANG of the shell decides nothing
IN_LANGUAGE := $(if $(findstring command,$(origin LANG)),--language $(firstword $(subst _, ,$(LANG))))
# `make export CELLS=parquet` writes the values of all cells as one file, too
AS_CELLS := $(if $(CELLS),--cells "$(CELLS)")
CELLS_NEED := $(if $(filter parquet,$(CELLS)),.venv/cells.stamp)
SELECT := --region "$(REGION)" $(if $(DATA),--data "$(DATA)")

# several names, or a pattern: `make build REGION="demo wensu"`, `make build REGION='aksu_*'`
SEVERAL := $(word 2,$(REGION))$(findstring *,$(REGION))$(findstring ?,$(REGION))

# a variable that nobody reads would be a setting that silently does nothing
VARIABLES := REGION DATA CELLS PORT LANG LISTEN LOGIN ROLE SERVICE ASK A B LAYER ARGS NAME FROM BOUNDARY WHERE ID TITLE PREFIX FORCE
PASSED := PG% DATABASE_URL SINKBASE_% PIP_% DBT_% LC_% HOME PATH TMPDIR MAKEFLAGS SHELL
GIVEN := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
UNKNOWN := $(filter-out $(VARIABLES) $(PASSED),$(GIVEN))
ifneq ($(UNKNOWN),)
$(error error: unknown variable $(UNKNOWN). Known here: $(sort $(VARIABLES)). See `make help`)
endif

.PHONY: help build region counties setup setup-dev setup-bench db-up db-down serve-db login load transform export serve compare \
	test check fuzz soak lint format lock bench doctor psql url script docs clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  REGION=name picks regions/name.toml (default demo); DATA=folder says where its files lie."
	@echo "  REGION=\"one two\" or REGION='aksu_*' takes build, load, transform, export, docs through several, one after another."

.DEFAULT:
	@echo "error: there is no verb '$@'. \`make help\` lists them; a region's name goes in REGION=name." >&2; exit 2

ifneq ($(SEVERAL),)
build load transform export docs: setup
	@$(RUN) sinkbase each $@ "$(REGION)"
else
build: setup $(CELLS_NEED) ## everything: set-up, server, load, transform, export; FORCE=1 builds all again
	@$(RUN) pipeline build $(SELECT) $(IN_LANGUAGE) $(AS_CELLS) $(if $(FORCE),--force)

load: db-up ## files of the region -> raster tables in <region>_raw
	@$(RUN) loaders load $(SELECT)

transform: db-up ## raw tables -> results in <region> (dbt)
	@$(RUN) sinkbase transform --region "$(REGION)"

export: db-up $(CELLS_NEED) ## results -> files in out/<region>; CELLS=parquet: all cells as one file, too
	@$(RUN) analysis export --region "$(REGION)" $(IN_LANGUAGE) $(AS_CELLS)

docs: db-up ## dbt's lineage and column documentation in out/<region>/docs
	@$(RUN) sinkbase docs --region "$(REGION)"

endif

region: setup ## write regions/NAME.toml for a folder of files, with guesses and questions: NAME=mycounty DATA=folder
	@$(RUN) loaders region "$(NAME)" $(if $(DATA),--data "$(DATA)") $(if $(BOUNDARY),--boundary "$(BOUNDARY)") \
		$(if $(WHERE),--where "$(WHERE)")

counties: setup ## write a region file for each county of a boundary file: FROM=wensu DATA=folder BOUNDARY=file ID=field
	@$(RUN) loaders counties "$(FROM)" $(if $(DATA),--data "$(DATA)") $(if $(BOUNDARY),--boundary "$(BOUNDARY)") \
		$(if $(ID),--id "$(ID)") $(if $(TITLE),--title "$(TITLE)") $(if $(PREFIX),--prefix "$(PREFIX)")

setup: .venv/runtime.stamp ## install what is missing (Debian packages, Python packages)
	@docker/setup.sh docker/packages.txt docker/packages-files.txt

setup-dev: setup .venv/dev.stamp node_modules/.stamp
	@docker/setup.sh docker/packages-test.txt

setup-bench: setup-dev
	@docker/setup.sh docker/packages-bench.txt

.venv/bin/python:
	@docker/setup.sh docker/packages.txt docker/packages-files.txt
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "error: python3 is $$(python3 -V), expected 3.11 or later" >&2; exit 2; }
	@python3 -m venv .venv

.venv/runtime.stamp: requirements.lock | .venv/bin/python
	@echo "Installing Python packages of $<"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

.venv/cells.stamp: requirements-cells.lock .venv/runtime.stamp
	@echo "Installing Python packages of $<"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/runtime.stamp
	@echo "Installing Python packages of $<"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $<
	@touch $@

node_modules/.stamp: package-lock.json .venv/dev.stamp
	@echo "Installing npm packages of $<"
	@$(BIN)/npm ci
	@touch $@

db-up: setup ## start the project's own server, or check the one that PG* or DATABASE_URL name
	@$(RUN) sinkbase server up

db-down: ## stop the project's own server
	@[ ! -x $(BIN)/python ] || $(RUN) sinkbase server down

serve-db: db-up ## open the server's port on 127.0.0.1 and make login `gis` for GIS servers and dashboards
	@$(RUN) sinkbase server listen $(LISTEN)
	@$(RUN) sinkbase server login gis --service sinkbase

login: db-up ## make a login for the database: LOGIN=name ROLE=reader (or builder); ASK=1 to type the password
	@$(RUN) sinkbase server login "$(LOGIN)" --role "$(or $(ROLE),reader)" \
		$(if $(SERVICE),--service "$(SERVICE)") $(if $(ASK),--password)

serve: setup ## show out/<region> in the browser (PORT=8000)
	@$(RUN) analysis serve --region "$(REGION)" --port "$(PORT)"

compare: db-up ## two built regions side by side: make compare A=demo B=other, or runs: A=demo@3 B=demo@4
	@$(RUN) analysis compare "$(A)" "$(B)" $(if $(LAYER),--layer "$(LAYER)")

test: setup-dev lint check ## lint, then all tests

# one more than cores, 4 at most: tests wait for servers, browsers and the ends of processes
WORKERS = $(shell echo $$(( $$(nproc) < 3 ? $$(nproc) + 1 : 4 )))

check: setup-dev ## the tests alone, on all cores; ARGS="tests/sql -k breaks" picks some
	@$(RUN) pytest $(or $(ARGS),--numprocesses $(WORKERS) --dist loadgroup --no-loadscope-reorder)

fuzz: setup-dev ## read 2,000 mutated region files and 1,000 mutated data files; ARGS="--files 100 --seed 3" for others
	@$(RUN) tests.fuzz $(ARGS)

soak: setup-dev ## kill 200 builds under 50 readers, hold what follows to undisturbed ones; ARGS="--kills 20 --seed 3" for others
	@$(RUN) tests.soak $(ARGS)

lint: setup-dev ## ruff, mypy, import-linter, sqlfluff, shellcheck, biome, tsc
	@$(BIN)/ruff check $(PYTHON)
	@$(BIN)/ruff format --check $(PYTHON)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/sqlfluff lint --processes 2 sql dbt_project
	@$(BIN)/shellcheck $(SCRIPTS)
	@$(NODE)/biome check --error-on-warnings
	@$(NODE)/tsc

format: setup-dev ## let ruff, sqlfluff and biome mend what they can
	@$(BIN)/ruff check --fix $(PYTHON)
	@$(BIN)/ruff format $(PYTHON)
	@$(BIN)/sqlfluff fix --processes 2 sql dbt_project
	@$(NODE)/biome check --write

# with hashes: set-up refuses a file that is not the one which was locked. A lock names all that is needed, so
# set-up follows no dependencies (--no-deps), which may be of packages with extras: these stand in no lock
COMPILE := $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: setup-dev ## renew the lock files from pyproject.toml and package.json
	@$(COMPILE) -o requirements.lock pyproject.toml
	@$(COMPILE) --extra dev --extra serve --extra cells -c requirements.lock -o requirements-dev.lock pyproject.toml
	@$(COMPILE) --extra cells -c requirements-dev.lock -o requirements-cells.lock pyproject.toml
	@$(COMPILE) -c requirements-dev.lock -o docker/gis/tipg.lock docker/gis/tipg.in
	@$(BIN)/npm update --package-lock-only --save=false

bench: setup-bench db-up ## measure against the peers; writes docs/benchmarks.md
	@$(RUN) tests.bench

doctor: setup ## say what the server has and what it lacks
	@$(RUN) sinkbase doctor

psql: db-up ## a psql session on the database
	@psql "$${DATABASE_URL:-$$($(RUN) sinkbase server url)}"

url: ## print the libpq URL of the database, and nothing else
	@$(MAKE) db-up >&2
	@$(RUN) sinkbase server url

script: ## print what a superuser has to run once on another server, as one psql script
	@$(MAKE) setup >&2
	@$(RUN) sinkbase server script

clean: db-down ## remove all that was made here: server, environment, results
	@rm -rf .sinkbase .venv node_modules out dbt_project/target dbt_project/logs
