"""Makes the fixtures of a version, once, when it is released: `python tests/formats/make.py VERSION`.

Never made again for a version that is out: they are what its users have on their disks.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from flowmetal import engine
from flowmetal.compiler import compile_file
from flowmetal.store import open_store

HERE = Path(__file__).parent


def make(version: str) -> None:
    place = HERE / version
    place.mkdir()
    bundle = compile_file(HERE / "suspended.fm").bundle
    assert bundle is not None
    (place / "suspended.fmc").write_bytes(bundle)
    with tempfile.TemporaryDirectory() as directory:
        store = open_store(f"{directory}/store")
        pids = [engine.start(store, bundle, "suspended", [], {"name": name}) for name in ("exported", "stored")]
        interpreter = engine.Interpreter(store)
        interpreter.start()
        while not all("go" in str(engine.status(store, pid).where) for pid in pids):
            time.sleep(0.05)
        interpreter.stop()
        (place / "exported.fmx").write_bytes(engine.export_process(store, pids[0]))
        store.close()
        shutil.copyfile(f"{directory}/store/data.mdb", place / "store.mdb")


if __name__ == "__main__":
    make(sys.argv[1])
