# make check: what CI runs. The tools come from requirements-dev.txt or from `pip install -e .[dev]`.
PYTHON ?= python

.PHONY: check lint types test bench docs screenshot

check: lint types test

lint:
	$(PYTHON) -m ruff check src tests benchmarks scripts hatch_build.py
	$(PYTHON) -m ruff format --check src tests benchmarks scripts hatch_build.py

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

bench:
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(PYTHON) $$script || exit 1; done

docs:
	$(PYTHON) -m frontmap.layers.docs docs/layers
	$(PYTHON) scripts/make_gallery.py
	$(PYTHON) scripts/make_evidence_page.py

screenshot:
	$(PYTHON) -m frontmap.cli build examples/pokrovsk -o out/pokrovsk --title "Pokrovsk, invented reports"
	$(PYTHON) scripts/screenshot.py out/pokrovsk/map.html docs/pictures/pokrovsk.png
