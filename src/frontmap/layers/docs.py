"""Makes the docs page of each layer from its definition: ``python -m frontmap.layers.docs docs/layers``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from frontmap.layers import schema, styles
from frontmap.layers.schema import CodeList, Column, Layer

_NOTE = "<!-- Made from layers/*.toml by `python -m frontmap.layers.docs docs/layers`; do not edit. -->"


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    made = {f"{layer.name}.md": _layer_page(layer) for layer in schema.layers()}
    return made | {"codes.md": _codes_page(), "README.md": _index_page()}


def _layer_page(layer: Layer) -> str:
    return "\n".join([_NOTE, f"# {layer.title}", "", layer.abstract, "", *_facts(layer), "", *_column_table(layer), *_legend(layer)]) + "\n"


def _facts(layer: Layer) -> Iterator[str]:
    yield f"- File: `{layer.file}`" + (f"; layer `{layer.name}` of `frontmap.gpkg`" if layer.name != "claims_table" else "")
    yield f"- Geometry: {layer.geometry}, WGS 84 (EPSG:4326)" if layer.geometry else "- Geometry: none, a table"
    yield f"- A row is identified by `{layer.key}` and made of `{layer.source}`"
    if layer.begin:
        yield f"- Time: `{layer.begin}` to `{layer.end}`, both days included" if layer.begin != layer.end else f"- Time: `{layer.begin}`"


def _column_table(layer: Layer) -> Iterator[str]:
    yield "| column | type | meaning |"
    yield "| --- | --- | --- |"
    for column in layer.columns:
        yield f"| `{column.name}`{' *' if column.required else ''} | {_type(column)} | {_meaning(column)} |"
    yield ""
    yield "\\* never empty"


def _type(column: Column) -> str:
    return f"{column.type}, {column.unit}" if column.unit else column.type


def _meaning(column: Column) -> str:
    parts = [column.meaning]
    if column.codes:
        parts.append(f"[Codes](codes.md#{column.codes.name})")
    if column.minimum is not None or column.maximum is not None:
        low, high = ("" if bound is None else f"{bound:g}" for bound in (column.minimum, column.maximum))
        parts.append(f"Range {low}..{high}")
    if column.list:
        parts.append(f"Several are joined by `{column.list}`")
    if column.references:
        parts.append(f"Leads to `{column.references[1]}` of [{column.references[0]}]({column.references[0]}.md)")
    return ". ".join(parts).replace("|", "\\|")


def _legend(layer: Layer) -> Iterator[str]:
    if layer.style in ("pins", "areas", "arrows"):
        yield ""
        yield "Drawn in the hue of the source's side and a shade of its own for each source. Modality:"
        yield ""
        yield from _pattern_table()
    elif layer.style == "places":
        yield ""
        yield "Drawn by agreement: " + "; ".join(_agreement(code) for code in schema.code_lists()["agreement"].values) + "."


def _agreement(code: str) -> str:
    state = styles.agreement_style(code)
    return f"{state.label.lower()} `{state.color}`" + (" in two halves" if state.split else "")


def _pattern_table() -> Iterator[str]:
    yield "| modality | line | fill | meaning |"
    yield "| --- | --- | --- | --- |"
    for code in schema.code_lists()["modality"].values:
        pattern = styles.modality_style(code)
        line = f"dashed {' '.join(f'{length:g}' for length in pattern.dash)} px" if pattern.dash else "solid"
        fill = "filled" if pattern.fill else "crossed out" if pattern.cross else "outline only"
        yield f"| {pattern.label} | {line} | {fill} | {pattern.meaning} |"


def _codes_page() -> str:
    lines = [_NOTE, "# Codes", "", "Lists marked *open* may hold further codes."]
    for codes in schema.code_lists().values():
        lines += ["", *_code_list(codes)]
    return "\n".join(lines) + "\n"


def _code_list(codes: CodeList) -> Iterator[str]:
    yield f"## {codes.name}"
    yield ""
    yield f"{codes.title}{' (*open*)' if codes.open else ''}. Origin: {codes.origin}"
    yield ""
    yield "| code | meaning |"
    yield "| --- | --- |"
    for code, meaning in codes.values.items():
        yield f"| `{code}` | {meaning} |"


def _index_page() -> str:
    lines = [_NOTE, "# Layers", "", "What `frontmap build` writes, to the column. `frontmap schema` prints the same as JSON.", ""]
    lines += ["| layer | geometry | what |", "| --- | --- | --- |"]
    lines += [f"| [{layer.title}]({layer.name}.md) | {layer.geometry or 'table'} | {layer.abstract} |" for layer in schema.layers()]
    return "\n".join([*lines, "", "[Codes](codes.md) of all columns."]) + "\n"


def main(folder: Path) -> None:
    """Write every page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
