# make story   builds output/russia-china.html; needs Python 3.11 or later, and nothing else
# make test    lint, types, and every test, in real browsers too
# make bench-scale   measures how building scales, from 10 thousand to 10 million vertices
# make bench   measures the page beside a Folium page of the same layers
# make access  looks for barriers at every step in every size, theme and mode
# make fuzz    tries files and stories that nobody wrote; SECONDS=600 SEED=2 for longer and others
# make clean   removes what the others made

# The first Python on the PATH that is new enough; `make PYTHON=/path/to/python` overrides it.
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$candidate" && break; done)
VENV := .venv
BIN := $(VENV)/bin
# --no-deps: the two files are complete; what they name is what is installed, and nothing else.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

STORY := output/russia-china.html
STORY_NEEDS := $(shell find geo layers story -type f ! -name '*.pyc' ! -path 'layers/derive/*')

.PHONY: story test goldens access fuzz bench bench-scale clean
.DELETE_ON_ERROR:

story: $(STORY)

$(STORY): $(VENV)/run.stamp $(STORY_NEEDS)
	$(BIN)/storyglobe build -o $@

test: $(VENV)/test.stamp $(STORY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict geo story layers/derive tests
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

bench: $(VENV)/test.stamp
	$(BIN)/python -m benchmarks

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "storyglobe needs Python 3.11 or later on the PATH" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --only-binary :all: -r requirements/run.txt
	$(INSTALL) --no-build-isolation --editable .
	touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/run.stamp
	$(INSTALL) --only-binary :all: -r requirements/test.txt
	touch $@

# what a screen reader is told, written anew: look at the change before you commit it
goldens: $(VENV)/test.stamp
	STORYGLOBE_GOLDENS=write $(BIN)/pytest -q tests/test_story_access.py -k screen_reader

# axe at every step in every look, and in every mode: some minutes
access: $(VENV)/test.stamp
	STORYGLOBE_ACCESS=every $(BIN)/pytest -q tests/test_story_access.py -k axe

SECONDS ?= 60
SEED ?= 1
fuzz: $(VENV)/test.stamp
	STORYGLOBE_EXAMPLES=explore $(BIN)/pytest -q -m hypothesis --hypothesis-seed=$(SEED)
	$(BIN)/python tests/test_fuzz.py $(SECONDS) $(SEED)

bench-scale: $(VENV)/run.stamp
	$(BIN)/python benchmarks/scale.py

clean:
	rm -rf $(VENV) $(STORY) .mypy_cache .pytest_cache .ruff_cache
