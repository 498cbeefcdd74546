# Everything from a fresh checkout: `make run` to see it work, `make test` to check it.
PYTHON ?= python3
PROFILE ?= lite
PACKAGE_VENV ?= build/venv-$(PROFILE)
SAMPLE_IMAGES ?= resources/sample_images
SAMPLE_RECIPE ?= sample

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TEST_READY := $(VENV)/.test_ready
COMMA := ,
PACKAGE_EXTRA = $(if $(filter full,$(PROFILE)),$(COMMA)torch)
RELEASE_VENV ?= .venv-release
RELEASE := $(RELEASE_VENV)/bin
RELEASE_READY := $(RELEASE_VENV)/.ready
LUPDATE = $(BIN)/pyside6-lupdate $$(find effad_desktop/gui -name '*.py' | LC_ALL=C sort) -locations none -no-obsolete

.DEFAULT_GOAL := help
.PHONY: help setup run test check docs report licences sbom audit screenshots translations package mlflow clean

help: ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: $(READY) ## make .venv and install the pinned dependencies

$(READY): pyproject.toml constraints.txt packaging/system_packages.sh
	PYTHON="$(PYTHON)" bash packaging/system_packages.sh
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -c constraints.txt -e '.[gui,train,distill,dev]'
	touch $@

$(TEST_READY): $(READY)
	PYTHON="$(PYTHON)" bash packaging/system_packages.sh test
	touch $@

run: $(READY) ## open the window; without a display, inspect the built-in sample images
	if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then $(BIN)/effad; \
	else $(BIN)/effad inspect $(SAMPLE_IMAGES) --recipe $(SAMPLE_RECIPE); fi

test: $(TEST_READY) check ## everything: style, types, import rules, tests
	$(BIN)/python -m pytest

screenshots: $(TEST_READY) ## pictures of every page of the window, into docs/images
	xvfb-run -a -s "-screen 0 2560x1440x24" $(BIN)/python docs/screenshots.py docs/images

translations: $(READY) ## collect what is to be translated, and compile what is
	$(LUPDATE) -ts resources/translations/effad_de.ts resources/translations/effad_zh_CN.ts
	$(LUPDATE) -pluralonly -ts resources/translations/effad_en.ts
	for f in resources/translations/*.ts; do $(BIN)/pyside6-lrelease $$f -qm $${f%.ts}.qm; done

check: $(READY) ## the quick checks: style, types, import rules
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

package: ## an executable for PCs without Python, into dist/; PROFILE=full has PyTorch
	PYTHON="$(PYTHON)" bash packaging/system_packages.sh package
	test -x $(PACKAGE_VENV)/bin/python || $(PYTHON) -m venv $(PACKAGE_VENV)
	$(PACKAGE_VENV)/bin/python -m pip install -c constraints.txt -e '.[gui,package$(PACKAGE_EXTRA)]'
	$(PACKAGE_VENV)/bin/python packaging/small_opencv.py
	$(PACKAGE_VENV)/bin/python packaging/build.py --profile $(PROFILE)
	$(PACKAGE_VENV)/bin/python packaging/smoke_test.py dist/effad-$(PROFILE)

$(RELEASE_READY): pyproject.toml constraints.txt
	test -x $(RELEASE)/python || $(PYTHON) -m venv $(RELEASE_VENV)
	$(RELEASE)/python -m pip install -c constraints.txt -e '.[docs,release]'
	touch $@

docs: $(RELEASE_READY) ## the documents as a site, into site/
	NO_MKDOCS_2_WARNING=1 $(RELEASE)/mkdocs build --strict

report: $(TEST_READY) ## run the suite, write reports/test-report.md, with coverage
	mkdir -p reports
	$(BIN)/coverage erase
	-$(BIN)/coverage run -m pytest --junitxml reports/junit.xml
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage json --quiet -o reports/coverage.json
	$(BIN)/python docs/test_report.py reports/junit.xml reports/test-report.md --coverage reports/coverage.json

licences: $(READY) ## licences of the packages that are shipped, into reports/THIRD_PARTY.md
	mkdir -p reports
	$(BIN)/python docs/licences.py reports/THIRD_PARTY.md

sbom: $(READY) $(RELEASE_READY) ## bill of materials (CycloneDX), into reports/sbom.json
	mkdir -p reports
	$(RELEASE)/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-file reports/sbom.json

audit: $(RELEASE_READY) ## known vulnerabilities of constraints.txt; needs the network
	$(RELEASE)/pip-audit --strict -r constraints.txt --no-deps --disable-pip

mlflow: $(READY) ## the training runs in a browser, on port 5000
	MLFLOW_DISABLE_TELEMETRY=true $(BIN)/mlflow ui --port 5000 --backend-store-uri sqlite:///mlflow.db

clean: ## delete what tools leave behind; .venv, data, models and runs stay
	rm -rf build dist reports *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find effad_desktop training tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
