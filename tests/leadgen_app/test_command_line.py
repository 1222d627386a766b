"""The command line crawls with the product's code and measures folders of cases."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadgen_app.__main__ import app
from leadgen_app.measure import measure
from services.core.settings import ROOT
from tests.databases import forget_settings
from tests.websites import serving

PAGE = (
    "<title>Contact | Acme Dental</title><p>Asha Rao, Owner</p>info@acmedental.in Call 98450 12345. Fax 080 2555 5684"
)


def written(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "pred.jsonl").read_text().splitlines()]


def put(folder: Path, *cases: dict[str, object]) -> Path:
    folder.mkdir()
    (folder / "gold.jsonl").write_text("\n".join(map(json.dumps, cases)))
    return folder


def test_pages_are_measured(tmp_path: Path) -> None:
    folder = put(tmp_path / "webstruct_contacts", {"id": "1", "file": "a.html"}, {"id": "2", "file": "missing.html"})
    (folder / "a.html").write_text(PAGE)
    assert measure(folder, tmp_path / "out") == (2, 1)
    good, bad = written(tmp_path / "out")
    assert good == {
        "id": "1",
        "emails": ["info@acmedental.in"],
        "phones": ["+919845012345"],
        "faxes": ["+918025555684"],
        "company": "Acme Dental",
        "people": [{"name": "Asha Rao", "title": "Owner"}],
        "cities": [],
        "city": "",
    }
    assert bad["id"] == "2"
    assert "FileNotFoundError" in str(bad["error"])


@pytest.mark.parametrize(
    ("name", "case", "expected"),
    [
        ("emails", {"raw": "sales [at] acme [dot] in"}, {"ok": False, "email": "sales@acme.in"}),
        ("emails", {"raw": "no-reply@acme.in"}, {"ok": False, "email": None}),
        ("phones", {"raw": "98450 12345", "region": "IN"}, {"e164": ["+919845012345"]}),
        ("robots", {"robots": "User-agent: *\nDisallow: /", "agent": "x", "url": "http://a.in/b"}, {"allowed": False}),
    ],
)
def test_texts_are_measured(tmp_path: Path, name: str, case: dict[str, object], expected: dict[str, object]) -> None:
    runner = CliRunner()
    folder = put(tmp_path / name, {"id": "1", **case})
    assert runner.invoke(app, ["measure", str(folder), "--out", str(tmp_path / "out")]).exit_code == 0
    assert written(tmp_path / "out") == [{"id": "1", **expected}]


def test_an_unknown_folder_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["measure", str(put(tmp_path / "weather")), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "Known: webstruct_contacts" in result.output


async def test_a_site_is_crawled_and_shown_with_its_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving({"/": PAGE}) as site:
        monkeypatch.setenv("LEADGEN_FETCH_ALLOW", site.allowed)
        forget_settings()
        command = [sys.executable, "-m", "leadgen_app", "crawl", f"{site.url}/", "--source", "website"]
        shown, as_json = [
            await asyncio.to_thread(subprocess.run, [*command, *more], capture_output=True, text=True, cwd=ROOT)
            for more in ([], ["--json"])
        ]
    assert "info@acmedental.in  (text, http://127.0.0.1" in shown.stdout
    contact = json.loads(as_json.stdout)
    assert (contact["phone"], contact["name"]) == ("+919845012345", "Asha Rao")


def test_a_page_that_may_not_be_read_ends_with_a_sentence() -> None:
    result = CliRunner().invoke(app, ["crawl", "http://127.0.0.1:1/"])
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_the_command_line_does_not_load_the_web_framework() -> None:
    code = "import sys, leadgen_app.__main__; sys.exit('reflex' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_sets_of_records_are_clustered(tmp_path: Path) -> None:
    folder = tmp_path / "entity_resolution" / "people"
    folder.mkdir(parents=True)
    rows = [{"id": "a", "name": "Asha Rao", "dob": "1990-02-03"}, {"id": "b", "name": "Ravi Iyer", "dob": "1971-11-30"}]
    (folder / "records.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    command = ["measure", str(folder.parent), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, command)
    assert (result.exit_code, result.output) == (0, "2 cases, 0 failed\n")
    assert (tmp_path / "out" / "people.csv").read_text("utf-8").splitlines() == ["id,cluster", "a,0", "b,1"]
