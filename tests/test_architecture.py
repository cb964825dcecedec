"""The flow is visible in the layout: a module imports only from what stands before it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "frontmap"

# From the base to the top. Modules of one stratum may use those named before them in the same line.
STRATA = (
    ("errors", "model", "names", "ids", "data", "sphere"),
    ("registry",),
    ("text",),
    ("geometry",),
    ("corrections", "vicinity", "located", "described", "resolve", "evidence"),
    ("layers",),
    ("output",),
    ("parallel", "ledger", "serve", "pipeline", "evaluate", "api"),
    ("cli",),
)
# Strata in the middle that know nothing of each other: the records of `model` are what they share.
STRANGERS = (
    ("text", "geometry"),
    ("text.places", "text.attribution"),
    ("text.places", "text.events"),
    ("text.attribution", "text.events"),
)
# A heavy or replaceable package has one module that uses it.
ONE_USER = {"folium": "output.webmap", "branca": "output.webmap", "pyproj": "geometry.crs", "click": "cli"}
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py" and "_data" not in p.parts)


def _name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def _stratum(name: str) -> int:
    top = name.split(".")[0]
    found = [i for i, stratum in enumerate(STRATA) if top in stratum]
    assert found, f"{name} stands in no stratum; name it in STRATA and in ARCHITECTURE.md"
    return found[0]


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names if node.module == "frontmap"}
    return found


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_imports_only_from_what_stands_before_it(path: Path) -> None:
    here = _stratum(_name(path))
    for imported in _imports(path):
        if imported.startswith("frontmap.") and imported != "frontmap.__version__":
            name = imported.removeprefix("frontmap.")
            assert _stratum(name) <= here, f"{_name(path)} imports {name}, which stands after it in the flow"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_strangers_do_not_import_each_other(path: Path) -> None:
    for pair in STRANGERS:
        for here, other in (pair, pair[::-1]):
            if f"{_name(path)}.".startswith(f"{here}."):
                assert not any(f"{i}.".startswith(f"frontmap.{other}.") for i in _imports(path))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_package_with_one_user_has_one_user(path: Path) -> None:
    for package, user in ONE_USER.items():
        if any(i.split(".")[0] == package for i in _imports(path)):
            assert _name(path) == user, f"{_name(path)} imports {package}; only {user} does"


def test_the_rule_reads_real_imports() -> None:
    assert "frontmap.model" in _imports(PACKAGE / "text" / "sentences.py")
    assert len(MODULES) > 10


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {_name(p): {i.removeprefix("frontmap.") for i in _imports(p) if i.startswith("frontmap.")} for p in MODULES}

    def reaches(start: str, goal: str, seen: set[str]) -> bool:
        for step in graph.get(start, set()) - seen:
            seen.add(step)
            if step == goal or reaches(step, goal, seen):
                return True
        return False

    assert [name for name in graph if reaches(name, name, set())] == []
