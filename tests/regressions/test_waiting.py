"""Tasks, time limits and ends of processes that once went wrong."""

from __future__ import annotations

from flowmetal import vm
from tests.vm.driver import program, run


def test_tasks_that_wait_for_each_other_while_the_process_closes() -> None:
    text = """
def clean_up_after(tasks, other):
    try:
        sleep(1h)
    finally:
        await tasks[other]
def main():
    tasks = []
    tasks.append(async clean_up_after(tasks, 1))
    tasks.append(async clean_up_after(tasks, 0))
    sleep(1s)
    return "ended"
"""
    assert run(text, pause="wait").end is not None


def test_a_time_limit_around_retry_ends_it() -> None:
    text = """
from retry import retry
def main():
    begun = now()
    try:
        with timeout(5s):
            retry(times=10, wait=1s) do:
                sleep(3s)
                raise ValueError("no")
    except TimeoutError as error:
        return [str(error), str(now() - begun)]
"""
    assert run(program(text, ("math", "random", "log", "retry"))).result == ["timed out after 5s", "5s"]


def test_a_time_limit_inside_retry_is_a_failed_attempt() -> None:
    text = """
from retry import retry
def main():
    attempts = []
    def attempt():
        attempts.append(1)
        with timeout(1s):
            if len(attempts) < 3:
                sleep(2s)
        return len(attempts)
    return retry(attempt, times=3, wait=1s)
"""
    assert run(program(text, ("math", "random", "log", "retry"))).result == 3


def test_half_a_surrogate_pair_stays_inside() -> None:
    text = r"""
def refused(call):
    try:
        call()
    except UnicodeEncodeError as error:
        return str(error)
def main():
    half = "a\ud800"
    keys = {half: 1}
    sleep(1s)
    found = [refused(lambda: print(half)), refused(lambda: perform("t", {half: 1})), refused(lambda: receive(half))]
    return [keys["a\ud800"], set(found)  == {"'utf-8' codec can't encode character '\\ud800' in position 1: "
            "surrogates not allowed"}]
"""
    assert run(text, pause="wait").result == [1, True]
    failed = run('raise ValueError("a\\ud800")')
    assert failed.error == ("ValueError", "a?")
    assert run('exit("a\\ud800")').output == "a?\n"


def test_a_failed_task_that_is_awaited_later_is_forgotten() -> None:
    text = """
def fail():
    raise ValueError("no")
def main():
    for _ in range(3):
        task = async fail()
        sleep(1s)
        try:
            await task
        except ValueError:
            pass
    task = None
    await perform("last")
"""
    loaded = program(text)
    done = run(loaded, answer=lambda topic, payload: {"ok": 1})
    assert vm.decode(loaded, done.states[max(done.states)]).failed == []


def test_exit_in_a_task_gives_the_process_its_status() -> None:
    text = """
def leave():
    sleep(1s)
    exit(3)

def main():
    async leave()
    {}
"""
    for rest in ("sleep(1d)", "receive('nothing')", "with timeout(1h): sleep(1d)"):
        assert run(program(text.format(rest)), pause="always").end == {"status": "done", "value": None, "exit": 3}
    ends = run(program(text.format("try: sleep(1d)\n    finally: raise KeyError('cleaning up')")))
    assert ends.error == ("KeyError", "'cleaning up'")
