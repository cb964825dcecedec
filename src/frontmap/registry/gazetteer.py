"""Places by name: the embedded gazetteer, the rows of geo/, what the user installed, and the files of this run.

Layers lie on top of each other. A place of a later layer with the id of an earlier one stands for it, and adds its names.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from frontmap.model import Place
from frontmap.names import fold, fold_start, same_spelling
from frontmap.registry.cells import Ring
from frontmap.registry.embedded import embedded_indexes
from frontmap.registry.index import ALIAS, NAME, SHORTEST_CLOSE, Index, prominence, written_as
from frontmap.registry.packs import indexes_of_files, installed_indexes
from frontmap.registry.sounds import is_close, sound

Found = tuple[tuple[Place, str], ...]
_CACHE_LIMIT = 1 << 17
_MOST_CLOSE = 8
_FARTHEST = 2  # edits between the sounds of two close spellings
_ARTICLE = fold("al-") + " "
_SHORTEST_BARE = 5
_LONGEST_NAME = 200  # characters; what is longer is no name


class Gazetteer:
    """All places that a run knows, by name and by id."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Open the indexes in these folders, the most general first."""
        self._admin1_names: dict[str, str | None] = {}
        self._layers = [Index(folder, self.admin1_name) for folder in folders]
        self._arabic = frozenset(code for layer in self._layers for code in layer.header["notes"].get("arabic", ()))
        self._found: dict[str, Found] = {}
        self._starts: dict[str, bool] = {}

    @property
    def fingerprint(self) -> str:
        """A digest of everything that look-ups depend on: two gazetteers with the same one answer the same."""
        digest = blake2b(digest_size=8)
        for layer in self._layers:
            digest.update(layer.folder.name.encode() + b"\0")
        return digest.hexdigest()

    def find(self, name: str) -> Found:
        """Return all places of a name with how it matched (``exact``, ``folded``, ``alias``), best known first."""
        found = self._found.get(name)
        if found is None:
            if len(self._found) >= _CACHE_LIMIT:
                self._found.clear()
            found = self._found[name] = self._find(name)
        return found

    def _find(self, name: str) -> Found:
        key = fold(name) if len(name) <= _LONGEST_NAME else ""
        best = self._named(name, key) or self._without_article(name, key)
        joined = sorted(best.values(), key=lambda found: (-prominence(*found), found[0].place_id))
        return tuple((place, _matched(name, place, how)) for place, how in joined)

    def _named(self, name: str, key: str) -> dict[str, tuple[Place, int]]:
        best: dict[str, tuple[Place, int]] = {}
        for number, layer in enumerate(self._layers):
            for place, how in layer.find(key) if key else ():
                if written_as(name, how):
                    top = self._topmost(place, number)
                    # A later layer may show the place under another name than the one that an earlier layer knows it by.
                    how = ALIAS if how == NAME and top is not place and key != fold(top.name) else how
                    best[place.place_id] = top, min(how, best.get(place.place_id, (top, how))[1])
        return best

    def _without_article(self, name: str, key: str) -> dict[str, tuple[Place, int]]:
        """Return the settlements of Arabic-speaking countries that are known without the article that a name has (``al-Zabadani``)."""
        if not key.startswith(_ARTICLE) or len(key) < len(_ARTICLE) + _SHORTEST_BARE:
            return {}
        bare = self._named(name, key.removeprefix(_ARTICLE))
        return {key: (place, ALIAS) for key, (place, _) in bare.items() if place.kind == "settlement" and place.country in self._arabic}

    def _topmost(self, place: Place, number: int) -> Place:
        """Return a place as the last layer after this one has it that has it."""
        for layer in reversed(self._layers[number + 1 :]):
            if over := layer.by_id(place.place_id):
                return over
        return place

    def starts(self, name: str) -> bool:
        """Tell whether any place's name is this, or starts with these whole words."""
        known = self._starts.get(name)
        if known is None:
            if len(self._starts) >= _CACHE_LIMIT:
                self._starts.clear()
            keys = {fold(name), fold_start(name)} - {""} if len(name) <= _LONGEST_NAME else set()
            keys |= {key.removeprefix(_ARTICLE) for key in keys if len(key) >= len(_ARTICLE) + _SHORTEST_BARE}
            known = self._starts[name] = any(layer.starts(key) for layer in self._layers for key in keys)
        return known

    def find_fuzzy(self, name: str, country: str) -> Found:
        """Return the places of one country whose names sound most like this one (``Belogorovka`` is Bilohorivka), the largest first."""
        key = fold(name) if len(name) <= _LONGEST_NAME else ""
        if len(key) < SHORTEST_CLOSE:
            return ()
        best: dict[str, int] = {}
        for layer in self._layers:
            for close, edits in _close(sound(key), *layer.close_names(sound(key), country)):
                for place, how in layer.find(close):
                    if place.country == country and written_as(name, how):
                        best[place.place_id] = min(edits, best.get(place.place_id, edits))
        least = min(best.values(), default=0)
        found = [known for place_id, edits in best.items() if edits == least and (known := self.place(place_id))]
        found.sort(key=lambda place: (-place.population, place.place_id))
        return tuple((place, "fuzzy") for place in found[:_MOST_CLOSE])

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id, as the topmost layer has it."""
        for layer in reversed(self._layers):
            place = layer.by_id(place_id)
            if place is not None:
                # Another id of a place leads to its own id, which a later layer may have overlaid.
                return place if place.place_id == place_id else self.place(place.place_id)
        return None

    def area(self, place: Place) -> list[list[Ring]]:
        """Return the polygons that a user's gazetteer gives a place, as rings of lon and lat; empty where it gives none."""
        return next((area for layer in reversed(self._layers) if (area := layer.area(place.place_id))), [])

    def admin1_name(self, code: str) -> str | None:
        """Return the English name of a first-level unit by its code (``UA.05``)."""
        if code not in self._admin1_names:
            self._admin1_names[code] = None  # the unit's own record asks for its own name
            place = self.place(admin1_id(code))
            self._admin1_names[code] = place.name if place else None
        return self._admin1_names[code]

    def parents(self, place: Place) -> tuple[Place, ...]:
        """Return the first-level unit and the country that contain a place, nearest first, without the place itself."""
        ids = [admin1_id(place.admin1_code)] if place.admin1_code else []
        ids += [country_id(place.country)] if place.country else []
        parents = (self.place(place_id) for place_id in ids if place_id != place.place_id)
        return tuple(parent for parent in parents if parent and parent.place_id != place.place_id)


def _close(heard: str, sounds: list[str], keys: list[str]) -> list[tuple[str, int]]:
    """Return the folded names that sound close to a name, with the edits between the sounds."""
    from rapidfuzz import process  # 20 ms, and most documents need no close spellings
    from rapidfuzz.distance import OSA

    near = process.extract(heard, sounds, scorer=OSA.distance, score_cutoff=_FARTHEST, limit=None)
    return [(keys[at], int(edits)) for other, edits, at in near if is_close(heard, other, int(edits))]


def _matched(name: str, place: Place, how: int) -> str:
    if how != NAME:
        return "alias"
    return "exact" if same_spelling(name, place.name) else "folded"


def admin1_id(code: str) -> str:
    """Return the id of a first-level unit by its GeoNames code (``UA.05``)."""
    return f"fm:{code}"


def country_id(code: str) -> str:
    """Return the id under which a country is found by its ISO code; its own id is that of GeoNames."""
    return f"fm:{code}"


def open_gazetteer(files: Sequence[Path] = ()) -> Gazetteer:
    """Open the embedded gazetteer with the rows of geo/, the installed packs and the files of this run on top."""
    return Gazetteer([*embedded_indexes(), *installed_indexes(), *indexes_of_files(files)])
