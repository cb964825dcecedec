"""The command line: it parses, calls one function and prints. Data goes to stdout, talk to stderr."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from frontmap import __version__
from frontmap.errors import FrontmapError, UsageError

if TYPE_CHECKING:
    from frontmap.model import Extraction, Notice
    from frontmap.pipeline import Settings

DONE, FAILED, WRONG_USAGE = 0, 1, 2
Command = TypeVar("Command", bound=Callable[..., Any])


class _Date(click.ParamType):  # type: ignore[type-arg] # generic in newer releases of click only
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return datetime.strptime(value, "%Y-%m-%d").date().isoformat()
        except ValueError:
            return self.fail(f"{value!r} is no date; expected one like 2025-12-01", param, ctx)


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_reading = _options(
    click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
    click.option("--gazetteer", "gazetteers", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
                 help="Also look places up in this CSV, GeoJSON or GeoNames file (repeatable)."),
    click.option("--corrections", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
                 help="Your corrections: a CSV with name, document, and place (an id or not-a-place) or lon and lat."),
    click.option("--published", type=_Date(), help="Date of the documents that state none."),
    click.option("--jobs", type=click.IntRange(1), envvar="FRONTMAP_JOBS", default=os.cpu_count() or 1, show_default="all cores",
                 help="Worker processes."),
    click.option("--resume", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                 help="Keep finished documents in FILE, and go on from it after an interruption."),
    click.option("--strict", is_flag=True, help="Let one bad input end the run."),
)  # fmt: skip

_looks = _options(
    click.option("--title", default="", help="Headline of the map."),
    click.option("--lang", default="en", type=click.Choice(["en", "uk", "ru", "fr", "es", "ar"]), help="Language of the map's controls."),
    click.option("--theme", default="auto", type=click.Choice(["auto", "light", "dark"]), help="Colours of the page."),
    click.option("--basemap/--no-basemap", default=True, help="Country and region outlines beneath the claims."),
    click.option("--online-tiles", default="", metavar="URL",
                 help="Let readers turn on these tiles ({z}/{x}/{y}); the page then may use the network."),
    click.option("--split", is_flag=True,
                 help="Keep what the claims say in files beside the page (map_data/): for 100,000 claims and more."),
    click.option("--overlay", default="", metavar="FILE",
                 help="Draw a front line or areas of yours beneath the claims (or 'fronts/*.geojson')."),
    click.option("--overlay-name", default="", help="What the legend calls it."),
    click.option("--overlay-credit", default="", help="Who made it."),
)  # fmt: skip


class _Frontmap(click.Group):
    """The root command: turns frontmap's own errors into one line and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        if current_thread() is main_thread():
            signal.signal(signal.SIGTERM, _stop)
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except FrontmapError as error:
            _fail(str(error))
        except BrokenPipeError:
            # The reader went away (frontmap extract ... | head): say nothing more.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(FAILED)
        except KeyboardInterrupt:
            click.echo("frontmap: stopped", err=True)
            ctx.exit(130)


@click.group(cls=_Frontmap, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="frontmap", message="%(prog)s %(version)s")
def main() -> None:
    """Read news reports about a war and map who claims what, where, and who disagrees.

    \b
    frontmap build reports/ -o out          a map (out/map.html) and GIS layers
    frontmap extract report.txt             the claims of a report as JSON Lines
    frontmap place Krasnoarmeysk            what the gazetteer knows of a name
    """


def _stop(signal_number: int, _: object) -> NoReturn:
    """End as after Ctrl-C when a service manager or ``timeout`` asks to: half-written files go, and what ``--resume`` keeps is kept."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # timeout asks twice, and the second time must not cut the tidying short
    click.echo("frontmap: stopped", err=True)
    raise SystemExit(128 + signal_number)


def _fail(message: str) -> NoReturn:
    click.echo(f"frontmap: {message}", err=True)
    raise SystemExit(FAILED)


def _settings(**chosen: Any) -> Settings:
    from frontmap.pipeline import Settings

    return Settings(**chosen)


def _say(notice: Notice) -> None:
    click.echo(f"frontmap: {notice.where}: {notice.message}", err=True)


# --------------------------------------------------------------------- extract


@main.command()
@_reading
@click.option("--text", "with_text", is_flag=True, help="Include each document's text.")
def extract(inputs: tuple[str, ...], with_text: bool, strict: bool, **chosen: Any) -> None:
    """Print places, attributions and claims of reports as JSON Lines.

    One document a line, in input order, as soon as it is done. INPUT is a .txt, .md, .html, .jsonl(.gz), .json, .csv or .parquet
    file, a folder of them, or - for one text on standard input.

    \b
    frontmap extract report.txt | jq '.claims[] | [.type, .place.name, .source]'
    frontmap extract corpus.jsonl.gz --jobs 4 > claims.jsonl
    cat report.txt | frontmap extract - --published 2025-12-01
    """
    from frontmap import pipeline
    from frontmap.output.records import to_json_line
    from frontmap.text.read import read_documents

    settings = _settings(**chosen, strict=strict)
    done = 0
    for item in pipeline.extract(read_documents(inputs, settings.published), settings):
        if (extraction := _extraction(item, strict)) is not None:
            sys.stdout.write(to_json_line(extraction, with_text) + "\n")
            done += 1
    if not done:
        _fail("nothing usable was read")


def _extraction(item: Extraction | Notice, strict: bool) -> Extraction | None:
    """Return an extraction; say a notice, and end the run on a skipped input where ``strict``."""
    from frontmap.model import Notice

    if not isinstance(item, Notice):
        return item
    _say(item)
    if item.skipped and strict:
        raise SystemExit(FAILED)
    return None


# ----------------------------------------------------------------------- build


@main.command()
@_reading
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Where the map goes.")
@_looks
def build(inputs: tuple[str, ...], out: Path, **chosen: Any) -> None:
    """Write a shareable map and GIS layers of the claims in reports.

    \b
    frontmap build examples/pokrovsk -o out
    frontmap build reports.jsonl --title "Week 48" --published 2025-12-01 -o out
    frontmap build reports/ --overlay front.geojson --overlay-credit "Our desk" -o out
    frontmap build archive.jsonl.gz --split -o out         a million claims; send the whole folder
    """
    from frontmap import pipeline
    from frontmap.text.read import read_documents

    look = pipeline.MapSettings(**{field.name: chosen.pop(field.name) for field in fields(pipeline.MapSettings)})
    settings = _settings(**chosen)
    with _Ticker() as ticker:
        report = pipeline.build(read_documents(inputs, settings.published), out, settings, look, ticker.tick, _say)
    _summarise(report.counts, out)
    _suggest_split(report.counts["placed claims"], look.split)


# ----------------------------------------------------------------------- serve


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), show_default=True, help="0 takes a free one.")
@_looks
def serve(folder: Path, inputs: tuple[str, ...], port: int, **look: Any) -> None:
    """Preview a built map in the browser, on this machine only.

    With INPUTs, FOLDER is built from them first, and again whenever one of them changes; the other options say how. Ctrl-C stops.

    \b
    frontmap serve out
    frontmap serve out reports/ --port 8080 --title "Week 48"
    """
    import threading

    from frontmap import pipeline
    from frontmap.serve import open_server, snapshot
    from frontmap.serve import serve as run
    from frontmap.text.read import read_documents

    def rebuild() -> None:
        pipeline.build(read_documents(inputs), folder, pipeline.Settings(), pipeline.MapSettings(**look), say=_say)

    seen = snapshot(inputs)
    if inputs:
        rebuild()
    server = open_server(folder, port)
    click.echo(f"http://127.0.0.1:{server.server_address[1]}/map.html")
    run(server, inputs, seen, rebuild, lambda line: click.echo(f"frontmap: {line}", err=True), threading.Event())


def _summarise(counts: dict[str, int], out: Path) -> None:
    click.echo(
        f"{_many(counts['documents'], 'document')}, {_many(counts['claims'], 'claim')} ({counts['placed claims']} on the map), "
        f"{_many(counts['places'], 'place')}, {_many(counts['movements'], 'movement')}, {_many(counts['sources'], 'named source')}",
        err=True,
    )
    if counts["unplaced"]:
        click.echo(f"not on the map: {_many(counts['unplaced'], 'mention or claim', 'mentions and claims')}; see {out / 'unplaced.csv'}, "
                   "then add a gazetteer (frontmap gazetteer add) or a --corrections file", err=True)  # fmt: skip
    if counts["unknown sources"]:
        click.echo(f"without a known side: {_many(counts['unknown sources'], 'source')}; see {out / 'sources.csv'}", err=True)
    if counts["skipped"]:
        click.echo(f"skipped: {_many(counts['skipped'], 'input')}; see {out / 'build.json'}", err=True)
    click.echo(out / "map.html")


def _many(count: int, one: str, several: str = "") -> str:
    """Count something in words: ``1 claim``, ``2 claims``."""
    return f"{count} {one if count == 1 else several or one + 's'}"


def _suggest_split(placed: int, is_split: bool) -> None:
    from frontmap.output.split import SUGGESTED_FROM

    if placed > SUGGESTED_FROM and not is_split:
        click.echo(f"{placed:,} claims make one file heavy: --split keeps what they say in files beside the map", err=True)


class _Ticker:
    """A line of progress on stderr, where that is a terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._shown = False

    def __enter__(self) -> _Ticker:
        return self

    def tick(self, documents: int, claims: int) -> None:
        if self._on and (documents % 20 == 0 or documents < 20):
            sys.stderr.write(f"\r{documents} documents read, {claims} claims found ")
            sys.stderr.flush()
            self._shown = True

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")


# ----------------------------------------------------------------------- place


@main.command()
@click.argument("name")
@click.option("--context", default="", help="A text in which the name stands: explains which place it would mean there, and why.")
@click.option("--gazetteer", "gazetteers", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
def place(name: str, context: str, gazetteers: tuple[Path, ...], as_json: bool) -> None:
    """Show what the gazetteer knows of a name.

    \b
    frontmap place Krasnoarmeysk
    frontmap place Bila --context "Shelling hit Bila in Chernivtsi region"
    """
    from frontmap.registry.gazetteer import open_gazetteer

    gazetteer = open_gazetteer(gazetteers)
    if context:
        from frontmap.resolve import explain_place

        lines = [_place_line(c.place, c.matched, as_json, c.score, c.reasons) for c in explain_place(name, context, gazetteer)]
    else:
        lines = [_place_line(found, matched, as_json) for found, matched in gazetteer.find(name)]
    if not lines:
        _fail(f"no place is called {name!r}; try another spelling, or add a gazetteer (frontmap gazetteer add)")
    for line in lines:
        click.echo(line)


def _place_line(place: Any, matched: str, as_json: bool, score: float | None = None, reasons: tuple[str, ...] = ()) -> str:
    if as_json:
        import json
        from dataclasses import asdict

        return json.dumps({**asdict(place), "matched": matched, "score": score, "reasons": reasons}, ensure_ascii=False)
    where = ", ".join(x for x in (place.admin1, place.country) if x)
    people = f"  pop. {place.population:,}" if place.population else ""
    first = f"{place.place_id}\t{place.name}\t{place.kind}\t{where}\t{place.lat:.5f} {place.lon:.5f}{people}\t{matched}\t{place.origin}"
    scored = f"{score:.3f}\t" if score is not None else ""
    return "\n".join([scored + first, *(f"\t{reason}" for reason in reasons)])


# ---------------------------------------------------------- explain, evaluate


@main.command()
@click.argument("claim_id")
@_reading
def explain(claim_id: str, inputs: tuple[str, ...], **chosen: Any) -> None:
    """Show why a claim was found: its sentence with marks, the rules that fired, and the candidates of its place.

    \b
    frontmap explain c_742e76da0c0cfbd6 examples/pokrovsk
    """
    from frontmap import pipeline
    from frontmap.text.explain import explain_claim
    from frontmap.text.read import read_documents

    settings = _settings(**chosen)
    for item in pipeline.extract(read_documents(inputs, settings.published), settings):
        extraction = _extraction(item, settings.strict)
        if extraction is not None and (lines := explain_claim(extraction, claim_id)):
            click.echo("\n".join(lines))
            return
    _fail(f"no claim {claim_id} in these inputs; ids stand in claims.csv and in the output of frontmap extract")


@main.command()
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_reading
@click.option(
    "--errors", default=20, type=click.IntRange(min=0), show_default=True, metavar="N", help="List the N commonest kinds of errors."
)
def evaluate(gold: Path, inputs: tuple[str, ...], errors: int, **chosen: Any) -> None:
    """Compare the claims found in INPUTs with hand-annotated ones in GOLD (JSON Lines with id and claims).

    \b
    frontmap evaluate gold.jsonl reports/
    """
    from frontmap import pipeline
    from frontmap.evaluate import evaluate as compare
    from frontmap.evaluate import read_gold, report_lines
    from frontmap.text.read import read_documents

    settings = _settings(**chosen)
    annotated = read_gold(gold)
    items = (_extraction(item, settings.strict) for item in pipeline.extract(read_documents(inputs, settings.published), settings))
    found = {e.document.id: e.claims for e in items if e is not None and e.document.id in annotated}
    missing = sorted(annotated.keys() - found.keys())
    if not found:
        _fail(f"none of the {len(annotated)} documents in {gold} is among the inputs; ids must be those that frontmap extract prints")
    if missing:
        lost = _many(len(missing), "annotated document")
        click.echo(f"frontmap: {lost} not among the inputs, all missed: {', '.join(missing[:5])}", err=True)
    for line in report_lines(compare(annotated, found), errors):
        click.echo(line)


# ------------------------------------------------------------------- gazetteer


@main.group()
def gazetteer() -> None:
    """Show, add and remove gazetteers.

    \b
    frontmap gazetteer add UA.zip             a GeoNames country dump
    frontmap gazetteer add villages.csv       your own: id, name, lat, lon, kind, admin1, country
    frontmap gazetteer list
    """


@gazetteer.command("info")
@click.argument("name", required=False)
def gazetteer_info(name: str | None) -> None:
    """Tell what is known of one gazetteer, or of the embedded one."""
    from frontmap.registry.packs import embedded_info, pack_info

    for pack in [pack_info(name)] if name else embedded_info():
        click.echo("\n".join(f"{key}\t{value}" for key, value in _pack_facts(pack).items()))


@gazetteer.command("add")
@click.argument("source", metavar="FILE-or-URL")
@click.option("--name", help="What to call it; else the file's name.")
def gazetteer_add(source: str, name: str | None) -> None:
    """Install a gazetteer: a GeoNames dump (.txt, .zip), CSV or GeoJSON. A download that stops is resumed by the same command."""
    from frontmap.registry.packs import add_pack

    pack = add_pack(source, name=name)
    click.echo(f"{pack.name}: {pack.places:,} places, {pack.merged:,} of them known before; sha256 {pack.sha256}")


@gazetteer.command("list")
def gazetteer_list() -> None:
    """List the gazetteers that are installed, the embedded one first."""
    from frontmap.registry.packs import embedded_info, list_packs

    for pack in (*embedded_info(), *list_packs()):
        click.echo(f"{pack.name}\t{pack.places:,} places\t{pack.size / 1e6:.1f} MB\t{pack.source}")


@gazetteer.command("remove")
@click.argument("name")
def gazetteer_remove(name: str) -> None:
    """Remove an installed gazetteer."""
    from frontmap.registry.packs import remove_pack

    pack = remove_pack(name)
    click.echo(f"{pack.name}: removed ({pack.places:,} places)")


def _pack_facts(pack: Any) -> dict[str, Any]:
    hidden = ("index", "maker")
    return {name: getattr(pack, name) for name in pack.__slots__ if name not in hidden}


# ---------------------------------------------------------------------- export


@main.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="TARGET", help="The file or folder to write.")
@click.option("--to", "database", metavar="postgresql://...", help="Load into PostGIS: new claims are added, changed ones replaced.")
@click.option("--schema", default="frontmap", show_default=True, help="With --to: the database schema.")
@click.option("--prune", is_flag=True, help="With --to: remove rows that this build does not hold.")
@click.option("--format", "kind", type=click.Choice(["gpkg", "geojson", "fgb", "geoparquet", "kml", "csv", "shp"]), help="Of the layers.")
@click.option("--as", "scheme", type=click.Choice(["acled", "viina", "plover"]), help="One table of claims in another data set's columns.")
@click.option(
    "--filter", "filters", multiple=True, metavar="NAME=VALUE", help="source, side, type, modality, place, after, before or bbox."
)
def export(
    folder: Path,
    out: Path | None,
    database: str | None,
    schema: str,
    prune: bool,
    kind: str | None,
    scheme: str | None,
    filters: tuple[str, ...],
) -> None:
    """Write the layers of a built FOLDER in another format, all or some of them.

    \b
    frontmap export out --format geoparquet -o parquet/
    frontmap export out --format kml -o ukraine.kml --filter side=ukraine --filter after=2025-12-01
    frontmap export out --as acled -o events.csv --filter bbox=36.5,47.9,38.2,48.9
    frontmap export out --to postgresql://me@localhost/maps
    """
    from frontmap.output.exports import export_crosswalk, export_layers
    from frontmap.output.filters import filter_from_texts, filter_layers
    from frontmap.output.readers import read_layers

    if [kind, scheme, database].count(None) != 2:
        raise click.UsageError("say one of --format, --as and --to")
    layers = filter_layers(read_layers(folder), filter_from_texts(filters))
    if database:
        _load_database(layers, database, schema, prune)
        return
    if out is None:
        raise click.UsageError("say with -o where to write")
    done = export_layers(layers, out, kind) if kind else export_crosswalk(layers, out, scheme or "")
    for notice in done.notices:
        _say(notice)
    for path in done.files:
        click.echo(path)


def _load_database(layers: Any, url: str, schema: str, prune: bool) -> None:
    from frontmap.output.postgis import export_postgis

    loaded = export_postgis(layers, url, schema, prune=prune)
    for table, rows in loaded.written.items():
        click.echo(f"{schema}.{table}\t{rows} rows new or changed, {loaded.removed[table]} removed")


# ----------------------------------------------------------------------- check


@main.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--against", required=True, metavar="FILE", help="A front line or areas: GeoJSON, GeoPackage; or daily files ('fronts/*.geojson')."
)
@click.option("--within", default=5.0, type=click.FloatRange(min=0), show_default=True, metavar="KM", help="What counts as near.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="A CSV with a row a claim; else stdout.")
def check(folder: Path, against: str, within: float, out: Path | None) -> None:
    """Tell which claims of a built FOLDER lie in, out of or near a reference of yours, on their date.

    \b
    frontmap check out --against front.geojson --within 3
    frontmap check out --against 'fronts/*.geojson' -o checked.csv
    """
    from frontmap.output.overlays import check_against, check_summary, read_overlays
    from frontmap.output.readers import read_layers
    from frontmap.output.staging import write_bytes, write_files
    from frontmap.output.tables import csv_from_frame

    checked = check_against(read_layers(folder), read_overlays(against), within)
    table = csv_from_frame(checked)
    if out is None:
        sys.stdout.buffer.write(table)
    else:
        write_files(out.parent, {out.name: write_bytes(table)})
        click.echo(out)
    click.echo(", ".join(f"{count} {position}" for position, count in check_summary(checked).items()), err=True)


# ---------------------------------------------------------------------- schema


@main.command()
@click.argument("layer", required=False)
def schema(layer: str | None) -> None:
    """Print what every layer and column means, or one layer's JSON Schema."""
    import json

    from frontmap.layers.schema import describe, json_schema

    click.echo(json.dumps(json_schema(layer) if layer else describe(), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
