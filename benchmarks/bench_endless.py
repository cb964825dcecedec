"""Times the extraction of endless texts, to see that four times the text takes four times as long.

Run ``python benchmarks/bench_endless.py [SIZE]``. The texts are those of ``tests/test_endless.py``, which counts steps and not seconds:
SIZE characters of each (150,000), and four times as many.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from frontmap.model import Document
from frontmap.pipeline import Settings, extract_document, open_engine
from test_endless import UNITS


def main(size: int) -> None:
    engine = open_engine(Settings())
    print(f"seconds for {size:,} characters and for {4 * size:,}, and how many times as long that takes")
    for name, unit in UNITS.items():
        seconds = []
        for length in (size, 4 * size):
            document = Document("d", unit * (length // len(unit)))
            start = process_time()
            extract_document(document, engine)
            seconds.append(process_time() - start)
        print(f"{seconds[0]:7.2f} {seconds[1]:7.2f} {seconds[1] / seconds[0]:5.1f}  {name}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150_000)
