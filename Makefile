SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
STAGE ?= dev
REGION ?= eu-west-1
WORKERS ?= 2
PYTEST := $(PY) -m pytest --quiet --numprocesses $(WORKERS) --dist loadfile
ifdef ORDER
  PYTEST := VESTIBULE_ORDER=$(ORDER) $(PYTEST) -p tests.shuffled
endif

# What must not share the processor: figures in seconds, and whole machines.
ALONE := $(PY) -m pytest --quiet -m alone

.PHONY: help setup web run reset demo test test-unit test-long test-search test-infra test-e2e test-faults test-localstack test-web mutate bench check sdk docs generate format \
	preflight deploy destroy redrive resume replay rebuild reconcile migrate refresh-lists rescreen levels keys backtest hold ended evidence audit-verify \
	cost clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  \033[36m%-14s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:
	@.ci/bootstrap

web: # both applications, built when their sources changed
	@.ci/bootstrap web
	@.ci/web

run: setup ## the whole system on 127.0.0.1, until Ctrl-C; KEEP=1 goes on where the last run ended, DEBUG=1 lets a debugger stop functions
	@.ci/ready
	@$(if $(filter-out 0,$(KEEP)),VESTIBULE_KEEP=1 )$(if $(filter-out 0,$(DEBUG)),VESTIBULE_DEBUG=1 )$(PY) -m local up

reset: setup ## forget what `make run KEEP=1` kept
	@$(PY) -m local reset

demo: setup ## one applicant's whole journey; ID=card.jpg SELFIES=folder PROVIDER=veriff BACKEND=1
	@$(PY) -m local.demo $(if $(ID),--id "$(ID)") $(if $(SELFIES),--selfies "$(SELFIES)") \
		$(if $(PROVIDER),--provider $(PROVIDER)) $(if $(BACKEND),--backend)

test: setup ## every test but the slow ones of test-long, test-infra and test-faults
	@.ci/test

test-unit: setup ## rules, services, adapters, the embedded cloud; ORDER=7 in an order of chance, a number for each
	@$(PYTEST) -m "not alone and not slow" tests --ignore tests/e2e --ignore tests/infra --ignore tests/faults

test-long: setup ## random journeys and walks, guards taken out, slow e2e, for hours: VESTIBULE_JOURNEYS=2000 VESTIBULE_WALKS=200
	@VESTIBULE_JOURNEYS=$${VESTIBULE_JOURNEYS:-2000} VESTIBULE_STEPS=60 $(PY) -m pytest --quiet \
		tests/services/test_machine.py
	@$(PY) -m pytest --quiet tests/services/test_guards.py
	@VESTIBULE_WALKS=$${VESTIBULE_WALKS:-200} VESTIBULE_STEPS=25 $(PY) -m pytest --quiet \
		tests/e2e/test_walks.py
	@$(PY) -m pytest --quiet -m slow tests/e2e --ignore tests/e2e/test_walks.py
	@$(PY) -m pytest --quiet -m slow tests/local tests/fuzz tests/architecture
	@VESTIBULE_SEARCH=1000 $(PY) -m pytest --quiet tests/vendors/test_convergence.py \
		tests/services/verifications/test_waiting.py
	@VESTIBULE_SEARCH=100 $(PY) -m pytest --quiet tests/e2e/test_contract.py tests/fuzz/test_callers.py
	@.ci/bootstrap web && npm run --prefix web --silent test:looks
	@.ci/bootstrap web && npm run --silent --prefix web build && VESTIBULE_LONG=1 npm run --silent --prefix web test:e2e

test-search: setup ## new examples for every property test: VESTIBULE_SEARCH=2000 of each
	@VESTIBULE_SEARCH=$${VESTIBULE_SEARCH:-2000} $(PYTEST) -m "not alone and not slow" \
		$$(grep -rlE "hypothesis" tests --include 'test_*.py' | grep -v e2e)

test-infra: setup ## Terraform, a whole prod rehearsed, every right recorded (half an hour)
	@$(PYTEST) tests/infra
	@$(PYTEST) -m slow tests/stepfunctions

test-faults: setup ## every AWS call of every function, struck once by everything that can befall it
	@$(PYTEST) -s tests/faults

test-e2e: setup ## whole journeys over HTTP
	@$(PYTEST) -m "not alone and not slow" tests/e2e
	@$(ALONE) tests/e2e
	@.ci/bootstrap web && npm run --prefix web --silent test:fresh:types && npm run --prefix web --silent test:e2e:live && \
		npm run --prefix web --silent test:e2e:hosts

test-localstack: setup ## state machines, storage, queues, events, keys on LocalStack: no Docker, no token
	@.ci/test-localstack

test-web: ## the component and the two applications
	@.ci/bootstrap web
	@.ci/test-web

mutate: setup ## does a test notice a small change? PART=domain|services|adapters|levels|strict|machines (or all) SEED=1 COUNT=60; PART=web
	@if [ "$(PART)" = web ]; then .ci/bootstrap web && web/mutation/run; \
	else $(PY) -m tests.mutation $(PART) --seed $(or $(SEED),1) --count $(or $(COUNT),60); fi

bench: setup ## figures: documents, faces, attacks, screening, lists, workflow, api, webhooks …; ONLY=name LISTS=folder
	@$(PY) -m benchmarks $(ONLY)

check: setup ## format, lint, types, import contract, definitions, security
	@.ci/check

sdk: setup ## the clients for Python and TypeScript, packed into sdk/dist
	@.ci/bootstrap node
	@.ci/sdk
	@ls sdk/dist

docs: setup ## the documents as a site, by reader, with a search: .cache/site/html
	@.ci/docs

GENERATED := openapi api_doc errors_doc settings_doc levels_doc vendor_words_doc states_doc limits_doc workflows_doc documents_doc chalice_config words rights

generate: setup ## every generated file anew, from the tables in the code
	@for each in $(GENERATED); do echo "  $$each"; $(PY) .ci/$$each.py; done
	@.ci/bootstrap web && npm run --prefix web --silent wire

format: setup ## put every file into shape
	@$(PY) -m ruff format --quiet . && $(PY) -m ruff check --quiet --fix .
	@terraform fmt -recursive infra

preflight: setup ## what the account lacks before a deployment: STAGE=dev REGION=eu-west-1
	@$(PY) -m operations.preflight --stage $(STAGE) --region $(REGION)

deploy: setup web ## everything of an environment: STAGE=dev|stage|prod REGION=eu-west-1
	@$(PY) -m operations.deploy --stage $(STAGE) --region $(REGION)

destroy: setup ## take an environment down: STAGE=dev CONFIRM=vestibule-dev REGION=eu-west-1
	@$(PY) -m operations.destroy --stage $(STAGE) --region $(REGION) $(if $(CONFIRM),--confirm $(CONFIRM))

redrive: setup ## dead letters back to work: QUEUE=user-signups DRY_RUN=1 STAGE=local
	@test -n "$(QUEUE)" || { echo "QUEUE=… is needed, e.g. make redrive QUEUE=user-signups"; exit 2; }
	@$(PY) -m operations.redrive $(QUEUE) $(if $(DRY_RUN),--dry-run) $(PLACE)

resume: setup ## failed onboardings go on at the step that failed: ID=… DRY_RUN=1 STAGE=local
	@$(PY) -m operations.resume $(ID) $(if $(DRY_RUN),--dry-run) $(PLACE)

replay: setup ## derive a decision again: CASE=… STAGE=local
	@test -n "$(CASE)" || { echo "CASE=… is needed: the id of a verification"; exit 2; }
	@$(PY) -m operations.replay $(CASE) $(if $(SET),--set $(SET)) $(PLACE)

rebuild: setup ## registry and cases from the log alone, and what differs: MEND=1 STAGE=local
	@$(PY) -m operations.rebuild $(if $(MEND),--mend) $(PLACE)

reconcile: setup ## users of the pool that the table lacks
	@$(PY) -m operations.reconcile $(PLACE)

migrate: setup ## bring the database's tables up to date
	@$(PY) -m operations.migrate $(PLACE)

refresh-lists: setup ## read the watchlists anew
	@$(PY) -m operations.refresh_lists $(PLACE)

rescreen: setup ## everybody verified against the list in force, now; STAGE=local
	@$(PY) -m operations.rescreen $(PLACE)

levels: setup ## the levels of levels/ in force: FOLDER=my-levels STAGE=local
	@$(PY) -m operations.levels publish $(if $(FOLDER),--folder "$(FOLDER)") $(PLACE)

keys: setup ## API keys of backends: WHAT=make|list|rotate|revoke NAME="shop" KEY=… MODE=test STAGE=local
	@$(PY) -m operations.keys $(or $(WHAT),list) $(if $(NAME)$(KEY),"$(NAME)$(KEY)") \
		$(if $(MODE),--mode $(MODE)) $(if $(SCOPES),--scopes $(SCOPES)) \
		$(if $(REDIRECTS),--redirects $(REDIRECTS)) $(PLACE)

backtest: setup ## what a level would have decided: LEVEL=exchange_eu SINCE=2026-01-01 STAGE=local
	@test -n "$(LEVEL)" || { echo "LEVEL=… is needed: the name of a file in levels/"; exit 2; }
	@$(PY) -m operations.levels backtest "$(LEVEL)" $(if $(SINCE),--since "$(SINCE)") $(PLACE)

ended: setup ## the relationship with a user ended: USER_ID=… AT=2026-11-26 RESUME=1 STAGE=local
	@test -n "$(USER_ID)" || { echo "USER_ID=… is needed: the id in the user pool"; exit 2; }
	@$(PY) -m operations.ended --user "$(USER_ID)" $(if $(AT),--at "$(AT)") $(if $(RESUME),--resume) $(PLACE)

hold: setup ## keep a person's data from erasure: USER_ID=… REFERENCE=… LIFT=1 STAGE=local
	@test -n "$(USER_ID)" || { echo "USER_ID=… is needed: the id in the user pool"; exit 2; }
	@$(PY) -m operations.hold --user "$(USER_ID)" --reference "$(REFERENCE)" \
		$(if $(LIFT),--lift) $(PLACE)

evidence: setup ## a case as a signed PDF/A: CASE=… FILE=case.pdf STAGE=local
	@test -n "$(CASE)" || { echo "CASE=… is needed: the case's id"; exit 2; }
	@$(PY) -m operations.evidence make "$(or $(FILE),case.pdf)" --case "$(CASE)" $(PLACE)

audit-verify: setup ## has anybody touched the audit log? offline with FILE=… KEY=…, else STAGE=local
	@$(PY) -m operations.audit_verify $(if $(FILE),verify "$(FILE)") \
		$(if $(KEY),--key "$(KEY)") $(PLACE)

cost: setup ## AWS price per verified user
	@$(PY) -m operations.cost

clean: ## forget everything made here
	@rm -rf .venv .cache web/node_modules web/dist

# Commands of an operator speak to the laptop unless a stage is named.
PLACE := --stage $(if $(filter command line environment,$(origin STAGE)),$(STAGE),local) --region $(REGION)
