# Everything from a fresh checkout: `make run` to see it work, `make test` to check it.
PYTHON ?= python3
SAMPLE_IMAGES ?= resources/sample_images
SAMPLE_RECIPE ?= sample

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run test check mlflow clean

help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: $(READY) ## make .venv and install the pinned dependencies

$(READY): pyproject.toml constraints.txt packaging/system_packages.sh
	PYTHON="$(PYTHON)" bash packaging/system_packages.sh
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -c constraints.txt -e '.[train,distill,dev]'
	touch $@

run: $(READY) ## inspect the built-in sample images
	$(BIN)/effad inspect $(SAMPLE_IMAGES) --recipe $(SAMPLE_RECIPE)

test: check ## everything: style, types, import rules, tests
	$(BIN)/python -m pytest

check: $(READY) ## the quick checks: style, types, import rules
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

mlflow: $(READY) ## the training runs in a browser, on port 5000
	$(BIN)/mlflow ui --port 5000 --backend-store-uri sqlite:///mlflow.db

clean: ## delete what tools leave behind; .venv, data, models and runs stay
	rm -rf build dist reports *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find effad_desktop training tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
