"""Puts the standard library, which lies beside the package in a checkout, into the package of a wheel."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

STDLIB = Path(__file__).parent / "stdlib"


class BuildWithLibrary(build_py):
    def run(self) -> None:
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / "flowmetal" / "stdlib"
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(STDLIB, target, ignore=shutil.ignore_patterns("__pycache__"))


setup(cmdclass={"build_py": BuildWithLibrary})
