# make report: the book in _build/html; make test: all tests. Needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
SPARK := .venv-spark

.PHONY: report test test-spark test-packages lint book languages preview catalogues validate notebooks picture schema import lock clean

report: book
	@echo "Open _build/html/index.html in a browser."

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

validate: $(READY)
	$(BIN)/scoreboard validate

# -W: a failing notebook or a broken link fails the build
book: validate
	$(BIN)/jupyter-book build book --config _config.yml --path-output . -W --keep-going --quiet

# the book in English, French and German beside each other
languages: validate
	$(BIN)/scoreboard book --lang all

# the book in a browser; pages follow the files that you save
preview: $(READY)
	$(BIN)/scoreboard book --serve

# after a change of words: the message catalogues, and how complete they are
catalogues: $(READY)
	$(BIN)/scoreboard book --catalogues

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

test: lint book
	$(BIN)/pytest -n 2 --dist loadscope --nbval-lax --nbval-current-env tests src book

# estimates on Spark, in an environment of its own: needs Java 17
$(SPARK)/ready: requirements-spark.lock
	$(PYTHON) -m venv $(SPARK)
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	touch $@

test-spark: $(SPARK)/ready
	PYTHONPATH=src $(SPARK)/bin/python -m pytest tests/estimate/test_spark.py

# wheel and source distribution, each in environments of their own: every Python of pyproject.toml that is found
test-packages: $(READY)
	$(BIN)/pytest -n 3 --dist loadgroup -m packaging tests/packaging

# after a change of data or method: the stored key figures of the chapters
notebooks: $(READY)
	$(BIN)/python tests/refresh_notebooks.py

# after a change of its look: the picture in the README
picture: book
	$(BIN)/python tests/report/picture.py

schema: $(READY)
	$(BIN)/scoreboard schema

# the inputs lie beside the repository for its developers; elsewhere: make import FROM=folder
FROM ?= ../shared/data
import: $(READY)
	$(BIN)/scoreboard import $(FROM)

# all extras but spark, which has an environment of its own; needs uv on the path
EXTRAS := evaluation fetch formats microdata parquet report
lock:
	uv pip compile --quiet --universal --python-version 3.11 $(EXTRAS:%=--extra %) --group dev \
		--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		pyproject.toml -o requirements.lock
	printf "pytest>=9.1,<10\nhypothesis>=6.150,<7\n" | uv pip compile --quiet --universal --python-version 3.11 --extra spark \
		--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
		--no-emit-package integration-scoreboard pyproject.toml - -o requirements-spark.lock

clean:
	rm -rf _build $(VENV) $(SPARK)
