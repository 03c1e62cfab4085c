"""Files of every released version load here, and the programs in them go on to the same result."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flowmetal import engine
from flowmetal.bytecode import bundle
from flowmetal.store import Store, open_store

VERSIONS = sorted(path for path in Path(__file__).parent.iterdir() if path.is_dir() and path.name[0].isdigit())
RESULT = {
    "total": 106, "both": [104, 106], "x": 3,
    "text": "{'b': 1, 'a': {2, 3}, (1, 2): 1h30m}",
}


def finish(store: Store, pid: str, name: str) -> None:
    engine.send(store, pid, "go", 1)
    interpreter = engine.Interpreter(store)
    try:
        status = interpreter.run_until_ended(pid, timeout=60)
    finally:
        interpreter.stop()
    assert status.value == {"name": name, **RESULT}, status.error
    assert [entry.data["text"] for entry in engine.output(store, pid)] == ["inner ends 4\n"]
    assert engine.check(store) == []


def test_there_are_fixtures() -> None:
    assert VERSIONS


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name)
def test_a_bundle_starts(version: Path, tmp_path: Path) -> None:
    data = (version / "suspended.fmc").read_bytes()
    assert bundle.read(data).name
    store = open_store(str(tmp_path / "store"))
    finish(store, engine.start(store, data, "suspended", [], {"name": "new"}), "new")
    store.close()


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name)
def test_an_exported_process_goes_on(version: Path, tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    pid = engine.import_process(store, (version / "exported.fmx").read_bytes())
    finish(store, pid, "exported")
    store.close()


@pytest.mark.parametrize("version", VERSIONS, ids=lambda path: path.name)
def test_a_store_is_adopted_and_goes_on(version: Path, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    shutil.copyfile(version / "store.mdb", tmp_path / "store" / "data.mdb")
    store = open_store(str(tmp_path / "store"))
    assert store.is_copy()
    store.adopt()
    (waiting,) = [record for record in store.processes() if record.status == "waiting"]
    finish(store, waiting.pid, "stored")
    store.close()
