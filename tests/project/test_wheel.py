"""The wheel carries all that an installation needs, and nothing that was made in between."""

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a build reads: builds leave directories behind."""
    target = tmp_path_factory.mktemp("build") / "source"
    target.mkdir()
    for name in ("flowmetal", "stdlib", "examples"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (*ROOT.glob("*.md"), ROOT / "pyproject.toml", ROOT / "setup.py", ROOT / "MANIFEST.in"):
        shutil.copy(path, target)
    return target


def build(source: Path, target: Path, call: str) -> Path:
    """Call the build backend as pip does, without a network."""
    code = f"import setuptools.build_meta as backend; print(backend.{call}({str(target)!r}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=source, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target / done.stdout.split()[-1]


def test_wheel(source: Path, tmp_path: Path) -> None:
    names = set(zipfile.ZipFile(build(source, tmp_path, "build_wheel")).namelist())
    library = {f"flowmetal/stdlib/{path.relative_to(ROOT / 'stdlib')}" for path in (ROOT / "stdlib").rglob("*.fm")}
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "flowmetal").rglob("*.py")}
    wanted = library | modules | {"flowmetal/py.typed", "flowmetal/compiler/parsetables.py"}
    assert "flowmetal/stdlib/prelude.fm" in wanted
    assert wanted - names == set()
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside - wanted == set()
    assert any(name.endswith("LICENSE.md") for name in names)


def test_source_distribution(source: Path, tmp_path: Path) -> None:
    with tarfile.open(build(source, tmp_path, "build_sdist")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    library = {str(path.relative_to(ROOT)) for path in (ROOT / "stdlib").rglob("*.fm")}
    assert (library | {"setup.py", "README.md", "LICENSE.md"}) - names == set()


def test_both_commands_are_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["scripts"]) == {"flowmetalc", "flowmetal-vm"}
    for name in project["scripts"]:
        done = subprocess.run([Path(sys.executable).parent / name, "--version"], capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, f"{name} {project['version']}\n")
