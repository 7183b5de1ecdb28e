# Two commands for a newcomer: `make demo` and `make test`. Both make .venv by themselves.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8080
LOCK := uv pip compile -q --universal --generate-hashes \
	--custom-compile-command "make lock" --python-version 3.11 pyproject.toml --group build

unexport PYTHONDONTWRITEBYTECODE  # compiled once, started quickly

.PHONY: demo test lint bench chaos lock messages clean

demo: .venv/run.stamp  ## the whole product on one page: simulator, bot, sender, a made-up school
	$(BIN)/kawal demo --port $(PORT)

test: .venv/dev.stamp
	$(BIN)/pytest -n 2

lint: .venv/dev.stamp
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kawal db check
	$(BIN)/python -m locales check

bench: .venv/dev.stamp
	$(BIN)/python -m tests.bench

chaos: .venv/dev.stamp  ## the long forms: kills, races, whole years under every regulation, everything on PostgreSQL
	$(BIN)/pytest -n 2 --long tests/chaos tests/acceptance tests/storage tests/bot
	KAWAL_LONG=1 $(BIN)/pytest -n 2 --long tests/dialogs

messages: .venv/dev.stamp  ## after changing a text: extract, merge, then translate locales/en
	$(BIN)/python -m locales update

lock: .venv/dev.stamp
	$(BIN)/$(LOCK) -o requirements.lock
	$(BIN)/$(LOCK) --group dev -o requirements-dev.lock

clean:
	rm -rf .venv

# A stamp is newer than the lock it was installed from; the development set contains the running set.
.venv/run.stamp: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.stamp: requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ .venv/run.stamp
