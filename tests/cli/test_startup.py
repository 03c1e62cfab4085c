"""`--help` and `run` are quick, since they import little."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from flowmetal.cli import commands, quick
from flowmetal.cli.commands import COMMANDS
from flowmetal.compiler import compile_file
from tests.cli.conftest import VM


def test_help_needs_no_heavy_library(vm: VM) -> None:
    script = (
        "import sys, os\n"
        "os._exit = lambda status: None\n"
        "from flowmetal.cli.flowmetal_vm import main\n"
        "main(['--help'])\n"
        "print(sorted({'rich', 'aiohttp', 'ply', 'asyncio', 'lmdb', 'msgpack', 'flowmetal.vm'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=vm.environment(), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_takes_less_than_two_tenths_of_a_second_of_cpu(vm: VM) -> None:
    def cpu_s() -> float:
        before = os.times()
        vm.good("--help")
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    assert min(cpu_s() for _ in range(5)) < 0.2


def test_every_command_has_a_page_of_help(vm: VM) -> None:
    shown = vm.good("--help")
    for name in COMMANDS:
        assert f"\n  {name} " in shown
        command = commands.group.get_command(click.Context(commands.group), name)
        assert command is not None
        text = command.get_help(click.Context(command, info_name=f"flowmetal-vm {name}"))
        assert text.startswith(f"Usage: flowmetal-vm {name} ")
        assert text.count("\n") <= 40 and max(map(len, text.splitlines())) <= 100


def test_version(vm: VM) -> None:
    assert vm.good("--version") == "flowmetal-vm 0.1.0"


RUN = (
    "import sys, os\n"
    "def leave(status):\n"
    "    sys.stdout.flush()\n"
    "    wanted = ('click', 'rich', 'aiohttp', 'asyncio', 'ply', 'dataclasses', 'inspect', 'json', 'hashlib', 'logging',\n"
    "              'subprocess', 'flowmetal.bytecode.verify', 'flowmetal.connectors')\n"
    "    passes = {name for name in sys.modules if name.startswith('flowmetal.compiler.')} - {'flowmetal.compiler.cache'}\n"
    "    print(status, sorted(passes | {name for name in wanted if name in sys.modules}))\n"
    "    sys.stdout.flush()\n"
    "    end(0)\n"
    "end, os._exit = os._exit, leave\n"
    "from flowmetal.cli.flowmetal_vm import main\n"
    "main(['run', sys.argv[1]])\n"
)


@pytest.mark.parametrize("suffix", [".fm", ".fmc"])
def test_running_what_is_compiled_already_needs_no_compiler_and_no_library_of_commands(
    vm: VM, tmp_path: Path, suffix: str
) -> None:
    source = tmp_path / "hello.fm"
    source.write_text("def main():\n    print('hello')\n")
    done = compile_file(source, caching=False)
    assert done.bundle is not None
    (tmp_path / "hello.fmc").write_bytes(done.bundle)
    path = str(source.with_suffix(suffix))
    command = [sys.executable, "-c", RUN, path]
    for attempt in range(2):  # the first one fills the cache
        ran = subprocess.run(command, env=vm.environment(), capture_output=True, text=True, check=True)
        assert ran.stdout.splitlines()[0] == "hello"
        if attempt:
            assert ran.stdout.splitlines()[1] == "0 []"


def test_what_is_understood_without_click() -> None:
    def program(*words: str) -> object:
        return quick.understood(list(words))

    assert program("run", "a.fm") == quick.Wanted("a.fm", (), None, None, False)
    assert program("--store", "x", "run", "--id=k", "a.fmc", "n=-1", "--json") == quick.Wanted(
        "a.fmc", ("n=-1",), "x", "k", True
    )
    assert program("run", "a.fm", "--store=y", "n=1") == quick.Wanted("a.fm", ("n=1",), "y", None, False)
    for words in (
        [], ["run"], ["ps"], ["run", "a.fm", "--help"], ["run", "--", "a.fm"], ["run", "a.fm", "--listen", ":1"],
        ["--json", "run", "a.fm"], ["run", "a.fm", "--id"], ["run", "0123456789"], ["start", "a.fm"], ["--version"],
    ):
        assert program(*words) is None, words


def test_a_bundle_that_has_been_verified_is_known_by_its_last_byte(vm: VM, tmp_path: Path) -> None:
    source = tmp_path / "hello.fm"
    source.write_text("def main():\n    print('hello')\n")
    data = compile_file(source, caching=False).bundle
    assert data is not None
    path = tmp_path / "hello.fmc"
    path.write_bytes(data)
    assert vm.good("run", str(path)) == "hello"
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert "is damaged" in vm("run", str(path)).err
