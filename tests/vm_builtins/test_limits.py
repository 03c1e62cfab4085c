"""No value grows past the limits, however it is asked for; what fits exactly is made."""

from __future__ import annotations

import pytest

from flowmetal.vm.limits import MAX_INT_BITS, MAX_ITEMS
from tests.vm.driver import run

N = MAX_ITEMS
TOO_LARGE = [
    f"'a' * {N + 1}",
    f"[0] * {N + 1}",
    f"{N + 1} * (0,)",
    f"'ab' * {N // 2 + 1}",
    f"'a'.center({N + 1})",
    f"'a'.ljust({10**15})",
    f"'a'.rjust({N + 1})",
    f"'1'.zfill({N + 1})",
    f"'\\t'.expandtabs({N + 1})",
    "('a' * 100_000).replace('a', 'b' * 100_000)",
    "('b' * 100_000).join(['a'] * 100_000)",
    "('a' * 100_000).translate({97: 'b' * 100_000})",
    f"format(1, '{N + 1}d')",
    f"format('a', '>{N + 1}')",
    f"format(1.0, '.{N + 1}f')",
    f"f'{{1:{N + 1}}}'",
    f"'{{:{N + 1}}}'.format(1)",
    f"'%{N + 1}d' % 1",
    f"'%*d' % ({N + 1}, 1)",
    f"'%.{N + 1}f' % 1.0",
    f"b'%{N + 1}d' % 1",
    f"bytes({N + 1})",
    f"list(range({N + 1}))",
    f"tuple(range({10**30}))",
    f"set(range({N + 1}))",
    f"sorted(range({10**15}))",
    f"[*range({10**15})]",
    f"(5).to_bytes({N + 1}, 'big')",
    f"2 ** {MAX_INT_BITS + 1}",
    f"(10**300) ** {10**9}",
    f"1 << {MAX_INT_BITS + 1}",
    f"(1 << {MAX_INT_BITS // 2 + 1}) * (1 << {MAX_INT_BITS // 2 + 1})",
    f"pow(3, {10**9})",
    f"round(5, -{10**9})",
]


@pytest.mark.parametrize("expression", TOO_LARGE)
def test_too_large(expression: str) -> None:
    done = run(f"try:\n    {expression}\nexcept LimitExceeded as error:\n    print('limit')\n")
    assert done.output == "limit\n", done.end


def test_within_the_limits() -> None:
    expressions = [
        f"len('a' * {N // 64})", f"(2 ** {MAX_INT_BITS - 1}).bit_length()", f"(1 << {MAX_INT_BITS - 1}).bit_length()",
        "10**18 in range(0, 10**30)", "1.5 in range(10**15)", "len(range(10**18))", "sum(range(10**12))",
        "max(range(10**15))", "min(range(10**15))", "range(10**30)[10**29]", "bool(range(10**30))",
        "0 << 10**30", "0 ** 10**30", "1 ** 10**30", "5 >> 10**18", "any(range(10**15))", "'' * 10**18",
    ]
    done = run("".join(f"print({text})\n" for text in expressions))
    expected = [
        N // 64, MAX_INT_BITS, MAX_INT_BITS, True, False, 10**18, 499999999999500000000000,
        10**15 - 1, 0, 10**29, True, 0, 0, 1, 0, True, "",
    ]
    assert done.output.splitlines() == [str(value) for value in expected], done.end


DEEP = """
deep = []
for i in range(50_000):
    deep = [deep]
other = []
for i in range(50_000):
    other = [other]
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("len(repr(deep))", "100002"),
        ("len(str(deep))", "100002"),
        ("len(f'{deep}')", "100002"),
        ("deep == other", "True"),
        ("deep != other", "False"),
        ("deep == [other]", "False"),
        ("deep < [other]", "True"),
        ("[deep].index(other)", "0"),
        ("other in [1, deep]", "True"),
        ("[deep, deep].count(other)", "2"),
        ("{'a': deep} == {'a': other}", "True"),
        ("len(json.dumps(deep))", "100002"),
        ("json.loads(json.dumps(deep)) == deep", "True"),
        ("len(json.dumps(deep[0], indent=0)) > 100002", "True"),
    ],
)
def test_deep_values(expression: str, expected: str) -> None:
    done = run(f"import json\n{DEEP}\nprint({expression})\n", ("json",))
    assert done.output == expected + "\n", done.end


def test_values_that_contain_themselves() -> None:
    text = """
a = []
a.append(a)
b = []
b.append(b)
d = {}
d["d"] = d
print(a, d, [a], (d,))
for compare in (lambda: a == b, lambda: a < b, lambda: [a] == [b]):
    try:
        compare()
    except RecursionError as error:
        print(error)
"""
    complaint = "maximum recursion depth exceeded in comparison\n"
    assert run(text).output == "[[...]] {'d': {...}} [[[...]]] ({'d': {...}},)\n" + 3 * complaint


def test_deep_keys_are_refused_before_the_host_hashes_them() -> None:
    text = """
key = ()
for i in range(100_000):
    key = (key,)
for use in (lambda: {key: 1}, lambda: {key}, lambda: hash(key), lambda: key in {}, lambda: {}.get(key)):
    try:
        use()
    except RecursionError as error:
        print("refused")
"""
    assert run(text).output == "refused\n" * 5


def test_a_value_that_is_large_only_as_text_is_refused() -> None:
    text = """
wide = [0]
for i in range(60):
    wide = [wide, wide]
for use in (lambda: repr(wide), lambda: wide == [wide[0], wide[1][:]]):
    try:
        print(use())
    except LimitExceeded:
        print("limit")
"""
    assert run(text).output == "limit\nTrue\n"
