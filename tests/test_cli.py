"""The command line: one clear line for each thing that goes wrong, the right exit status, and the rest of the run goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from frontmap.cli import main

REPORT = "Fighting in Pokrovsk\n\nUkrainian forces repelled an attack on Pokrovsk on December 1, the General Staff said.\n"


def _run(*arguments: object, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(a) for a in arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "report.txt"
    path.parent.mkdir()
    path.write_text(REPORT)
    return path


def test_extract_prints_one_line_of_json_a_document(report: Path) -> None:
    status, out, err = _run("extract", report, "--jobs", 1, "--published", "2025-12-02")
    [line] = out.splitlines()
    record = json.loads(line)
    assert (status, err, record["id"], record["published"]) == (0, "", "report.txt", "2025-12-02")
    assert {p["surface"] for p in record["places"]} == {"Pokrovsk"}
    [claim] = [c for c in record["claims"] if c["type"] == "repulse"]
    assert REPORT[claim["start"] : claim["end"]] == claim["quote"]
    assert claim["place"]["name"] == "Pokrovsk"
    assert claim["source_side"] == "ukraine"


def test_extract_reads_standard_input() -> None:
    status, out, _ = _run("extract", "-", "--jobs", 1, stdin=REPORT)
    assert (status, json.loads(out)["id"]) == (0, "stdin")


def test_the_text_comes_with_it_when_asked(report: Path) -> None:
    assert json.loads(_run("extract", report, "--text", "--jobs", 1)[1])["text"] == REPORT


def test_build_writes_the_folder_of_the_contract(report: Path, tmp_path: Path) -> None:
    status, out, err = _run("build", report, "-o", tmp_path / "out", "--jobs", 1)
    assert (status, out.strip()) == (0, str(tmp_path / "out" / "map.html"))
    assert err.startswith("1 document, ")
    expected = {"map.html", "claims.csv", "sources.csv", "unplaced.csv", "frontmap.gpkg", "build.json", "layers"}
    assert expected <= {p.name for p in (tmp_path / "out").iterdir()}
    layers = {p.name for p in (tmp_path / "out" / "layers").iterdir()}
    assert {f"{x}.geojson" for x in ("claims", "areas", "movements", "places", "mentions")} <= layers


def test_the_same_input_gives_the_same_bytes_whatever_the_folder_or_the_jobs(report: Path, tmp_path: Path) -> None:
    for name, jobs in (("one", 1), ("two", 2)):
        assert _run("build", report, "-o", tmp_path / name, "--jobs", jobs)[0] == 0
    first, second = (sorted(p for p in (tmp_path / name).rglob("*") if p.is_file()) for name in ("one", "two"))
    assert [p.name for p in first] == [p.name for p in second]
    assert [a.name for a, b in zip(first, second, strict=True) if a.read_bytes() != b.read_bytes()] == []


def test_a_bad_file_is_named_and_the_others_are_built(report: Path, tmp_path: Path) -> None:
    (report.parent / "picture.txt").write_bytes(b"\x89PNG\x00\x00")
    status, _, err = _run("build", report.parent, "-o", tmp_path / "out", "--jobs", 1)
    assert status == 0
    assert "picture.txt: is a binary file" in err
    [skipped] = json.loads((tmp_path / "out" / "build.json").read_text())["skipped"]
    assert skipped["where"] == "picture.txt"


def test_with_strict_a_bad_file_ends_the_run(report: Path, tmp_path: Path) -> None:
    (report.parent / "picture.txt").write_bytes(b"\x89PNG\x00\x00")
    for command in (["build", report.parent, "-o", tmp_path / "out"], ["extract", report.parent]):
        status, _, err = _run(*command, "--strict", "--jobs", 1)
        assert status == 1
        assert "picture.txt" in err
    assert not (tmp_path / "out" / "map.html").exists()


@pytest.mark.parametrize("command", [["extract"], ["build", "-o", "out"]])
def test_nothing_usable_is_exit_1_with_the_reason(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for bad in (tmp_path / "empty", tmp_path / "missing.txt"):
        status, out, err = _run(*command, bad, "--jobs", 1)
        assert (status, out) == (1, "")
        assert bad.name in err
        assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["extract", "x.txt", "--published", "2025-13-40"],
        ["extract", "x.txt", "--published", "yesterday"],
        ["extract", "x.txt", "--jobs", "0"],
        ["build", "x.txt"],
        ["build", "x.txt", "-o", "out", "--lang", "xx"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_exit_2(arguments: list[str]) -> None:
    assert _run(*arguments)[0] == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_exit_1(report: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert _run("build", report, "-o", locked / "out", "--jobs", 1)[0] == 1


def test_a_folder_that_holds_its_own_map_is_built_alike_again(report: Path) -> None:
    out = report.parent / "out"
    assert _run("build", report.parent, "-o", out, "--jobs", 1)[0] == 0
    first = (out / "build.json").read_bytes()
    assert _run("build", report.parent, "-o", out, "--jobs", 1)[0] == 0
    assert (out / "build.json").read_bytes() == first
    status, _, err = _run("extract", out)
    assert (status, "holds what frontmap build wrote" in err) == (1, True)


def test_an_output_that_is_a_file_is_refused(report: Path) -> None:
    assert _run("build", report, "-o", report, "--jobs", 1)[0] == 2
    status, _, err = _run("build", report, "-o", report / "below", "--jobs", 1)
    assert status == 1
    assert "Traceback" not in err


def test_place_tells_what_the_gazetteer_knows() -> None:
    status, out, _ = _run("place", "Krasnoarmeysk")
    assert status == 0
    assert "Pokrovsk" in out
    assert "UA" in out


def test_place_explains_a_decision_part_by_part() -> None:
    status, out, _ = _run("place", "Kostyantynivka", "--context", "Pokrovsk and Kostyantynivka in the Donetsk region")
    assert status == 0
    assert "Donetsk" in out.splitlines()[0]
    assert out.count("\n\t") >= 1


def test_an_unknown_name_is_exit_1_with_advice() -> None:
    status, out, err = _run("place", "Qwxyzburgh")
    assert (status, out) == (1, "")
    assert "gazetteer add" in err


def test_help_and_version_import_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from frontmap.cli import main; "
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0; "
        "print([m for m in ('geopandas', 'pandas', 'shapely', 'numpy', 'folium', 'pyproj') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_extract_imports_nothing_heavy(report: Path) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from frontmap.cli import main; "
        f"assert CliRunner().invoke(main, ['extract', {str(report)!r}, '--jobs', '1']).exit_code == 0; "
        "print([m for m in ('geopandas', 'pandas', 'shapely', 'folium', 'pyproj') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_script_in_title_quote_and_source_is_text_on_the_map(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    record = {
        "id": "x",
        "title": f"{evil} title",
        "publisher": f"{evil} Post",
        "url": "javascript:alert(2)",
        "text": f"Russian forces captured Pokrovsk {evil}, said Colonel Ivan {evil} Petrov.",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    assert _run("build", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--jobs", 1)[0] == 0
    page = (tmp_path / "out" / "map.html").read_text()
    assert evil not in page
    assert 'href="javascript' not in page


def test_explain_shows_the_marked_sentence_and_the_rules(report: Path) -> None:
    claim = json.loads(_run("extract", report, "--jobs", 1)[1])["claims"][0]
    status, out, _ = _run("explain", claim["id"], report, "--jobs", 1)
    assert status == 0
    assert "«" in out
    assert "[Pokrovsk]" in out
    assert claim["rule"].split("+")[0] in out
    assert _run("explain", "c_0000000000000000", report, "--jobs", 1)[0] == 1


def test_evaluate_finds_its_own_output_perfect(report: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(_run("extract", report, "--jobs", 1)[1])
    status, out, _ = _run("evaluate", gold, report, "--jobs", 1)
    assert status == 0
    assert "F1 1.000" in next(line for line in out.splitlines() if line.startswith("attributed"))


def test_evaluate_says_which_annotated_documents_it_did_not_read(report: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "other.txt", "claims": []}\n')
    status, _, err = _run("evaluate", gold, report, "--jobs", 1)
    assert (status, "none of the 1 documents" in err) == (1, True)
    gold.write_text('{"id": "other.txt", "claims": []}\n{"id": "report.txt", "claims": []}\n')
    status, _, err = _run("evaluate", gold, report, "--jobs", 1)
    assert (status, "1 annotated document not among the inputs, all missed: other.txt" in err) == (0, True)


def test_export_writes_some_of_the_claims_in_another_format(report: Path, tmp_path: Path) -> None:
    assert _run("build", report, "-o", tmp_path / "out", "--jobs", 1)[0] == 0
    status, out, _ = _run("export", tmp_path / "out", "--format", "csv", "-o", tmp_path / "claims.csv", "--filter", "side=ukraine")
    assert status == 0
    assert "ukraine" in Path(out.splitlines()[0]).read_text()
    assert _run("export", tmp_path / "out", "-o", tmp_path / "x")[0] == 2
    assert _run("export", tmp_path / "out", "--format", "csv", "-o", tmp_path / "x", "--filter", "colour=red")[0] == 2


def test_a_gazetteer_of_ones_own_is_added_used_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTMAP_DATA", str(tmp_path / "data"))
    rows = tmp_path / "villages.csv"
    rows.write_text("id,name,lat,lon,kind,country\n1,Qwxyzivka,48.3,37.3,village,UA\n")
    assert _run("place", "Qwxyzivka")[0] == 1
    status, out, _ = _run("gazetteer", "add", rows)
    assert status == 0
    assert "sha256" in out
    assert "user:villages:1" in _run("place", "Qwxyzivka")[1]
    assert "villages" in _run("gazetteer", "list")[1]
    assert _run("gazetteer", "remove", "villages")[0] == 0
    assert _run("place", "Qwxyzivka")[0] == 1


def test_corrections_are_applied_and_the_unused_ones_said(report: Path, tmp_path: Path) -> None:
    fixes = tmp_path / "fixes.csv"
    fixes.write_text("name,document,place,lon,lat\nPokrovsk,,,36.5,50.5\nNowhere,,not-a-place,,\n")
    status, _, err = _run("build", report, "-o", tmp_path / "out", "--corrections", fixes, "--jobs", 1)
    assert status == 0
    assert "'Nowhere' was not used" in err
    features = json.loads((tmp_path / "out" / "layers" / "mentions.geojson").read_text())["features"]
    assert {tuple(f["geometry"]["coordinates"]) for f in features} == {(36.5, 50.5)}


def test_explain_says_which_inputs_it_could_not_read(report: Path, tmp_path: Path) -> None:
    status, _, err = _run("explain", "c_0000000000000000", report, tmp_path / "gone.txt", "--jobs", 1)
    assert status == 1
    assert "gone.txt: no such file" in err
    assert "no claim c_0000000000000000" in err


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        (["--online-tiles", "javascript:alert(1)", "-o", "new"], 2, "no address of a tile server"),
        (["-o", "note.txt/out"], 1, "note.txt is a file; name another"),
    ],
)
def test_what_cannot_work_is_said_before_anything_is_read(
    wrong: list[str], status: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "note.txt").write_text(REPORT)
    (tmp_path / "broken.json").write_text("[{")
    found, _, err = _run("build", "broken.json", "note.txt", "--jobs", 1, *wrong)
    assert found == status
    assert said in err
    assert "broken.json" not in err
    assert not (tmp_path / "new").exists()


def test_a_run_that_is_asked_to_end_lets_go_of_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "map.html").write_text("a map")
    command = [sys.executable, "-m", "frontmap.cli", "serve", tmp_path, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline().startswith("http://127.0.0.1:")
        run.terminate()
        assert run.communicate(timeout=120)[1] == "frontmap: stopped\n"
    assert run.returncode == 128 + signal.SIGTERM


def test_an_interrupted_run_is_resumed_with_the_same_result(report: Path, tmp_path: Path) -> None:
    first = _run("extract", report, "--jobs", 1, "--resume", tmp_path / "run.sqlite")
    assert _run("extract", report, "--jobs", 1, "--resume", tmp_path / "run.sqlite") == first
    assert first[0] == 0


def test_the_preview_looks_as_asked(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontmap.serve.serve", lambda server, *_: server.server_close())
    status, out, _ = _run("serve", tmp_path / "out", report, "--port", "0", "--title", "Week 48", "--lang", "fr", "--split")
    assert (status, out.startswith("http://127.0.0.1:")) == (0, True)
    page = (tmp_path / "out" / "map.html").read_text(encoding="utf-8")
    assert "Week 48" in page
    assert '<html lang="fr"' in page
    assert list((tmp_path / "out" / "map_data").glob("*.js"))
