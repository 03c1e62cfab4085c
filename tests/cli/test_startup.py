"""`--help` is quick, since it imports little."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from flowmetal.cli import flowmetal_vm
from flowmetal.cli.flowmetal_vm import COMMANDS
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
        command = flowmetal_vm.group.get_command(click.Context(flowmetal_vm.group), name)
        assert command is not None
        text = command.get_help(click.Context(command, info_name=f"flowmetal-vm {name}"))
        assert text.startswith(f"Usage: flowmetal-vm {name} ")
        assert text.count("\n") <= 40 and max(map(len, text.splitlines())) <= 100


def test_version(vm: VM) -> None:
    assert vm.good("--version") == "flowmetal-vm 0.1.0"
