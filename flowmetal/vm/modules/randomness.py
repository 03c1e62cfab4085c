"""Modules random and uuid: bits from the process's own sequence, and CPython's Mersenne Twister for seeded sequences.

A twister's state is a plain list of 624 numbers and the place in it, as CPython's `getstate` gives them, so that it
stands in snapshots as any list. Algorithm: Matsumoto and Nishimura, MT19937, with CPython's seeding by an array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.limits import check_bits
from flowmetal.vm.natives import Args, Kwargs, changing, function

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

_SIZE, _PERIOD = 624, 397


@function("_random_bits", library=True)
def _random_bits(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """An int of that many random bits from the process's sequence."""
    count = _bit_count(args[0])
    return int.from_bytes(machine.random_bytes((count + 7) // 8), "big") >> (-count % 8)


def _bit_count(count: Any) -> int:
    if type(count) not in (int, bool):
        raise TypeError(f"'{class_of(count).name}' object cannot be interpreted as an integer")
    if count < 0:
        raise ValueError("number of bits must be non-negative")
    check_bits(count)
    return int(count)


@function("_random_float", library=True)
def _random_float(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """A float in [0, 1) of 53 random bits from the process's sequence."""
    return (int.from_bytes(machine.random_bytes(7), "big") >> 3) * 2.0**-53


@function("_twister", library=True)
def _twister(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The state of a twister seeded with an int, float, str or bytes."""
    seed = args[0]
    if type(seed) in (str, bytes):
        import hashlib  # dear, and rarely needed

        data = seed.encode("utf-8", "surrogatepass") if type(seed) is str else seed
        seed = int.from_bytes(data + hashlib.sha512(data).digest(), "big")
    elif type(seed) is float:
        seed = hash(seed) & (1 << 64) - 1
    elif type(seed) not in (int, bool):
        raise TypeError("The only supported seed types are: None,\nint, float, str, bytes, and bytearray.")
    seed = abs(int(seed))
    machine.charge(2000)
    return _seeded([seed >> shift & 0xFFFFFFFF for shift in range(0, max(1, seed.bit_length()), 32)])


def _seeded(key: list[int]) -> list[int]:
    state = [19650218]
    for at in range(1, _SIZE):
        state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + at) & 0xFFFFFFFF)
    i, j = 1, 0
    for _ in range(max(_SIZE, len(key))):
        state[i] = ((state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1664525) + key[j] + j) & 0xFFFFFFFF
        i, j = i + 1, (j + 1) % len(key)
        if i >= _SIZE:
            state[0] = state[-1]
            i = 1
    for _ in range(_SIZE - 1):
        state[i] = ((state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1566083941) - i) & 0xFFFFFFFF
        i += 1
        if i >= _SIZE:
            state[0] = state[-1]
            i = 1
    state[0] = 0x80000000
    return [*state, _SIZE]


def _word(machine: Machine, state: list[int]) -> int:
    """The next 32 bits of a twister."""
    at = state[_SIZE]
    if at >= _SIZE:
        machine.charge(1500)
        for i in range(_SIZE):
            mixed = state[i] & 0x80000000 | state[(i + 1) % _SIZE] & 0x7FFFFFFF
            state[i] = state[(i + _PERIOD) % _SIZE] ^ mixed >> 1 ^ (0x9908B0DF if mixed & 1 else 0)
        at = 0
    state[_SIZE] = at + 1
    word = state[at]
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C5680
    word ^= word << 15 & 0xEFC60000
    return word ^ word >> 18


@function("_twister_float", library=True)
def _twister_float(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    changing(machine, args[0])
    high, low = _word(machine, args[0]) >> 5, _word(machine, args[0]) >> 6
    return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0)


@function("_twister_bits", library=True)
def _twister_bits(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    state, count = args[0], _bit_count(args[1])
    changing(machine, state)
    bits = 0
    for shift in range(0, count, 32):
        word = _word(machine, state)
        if count - shift < 32:
            word >>= 32 - (count - shift)
        bits |= word << shift
    return bits


@function("_digest", library=True)
def _digest(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The md5 or sha1 of bytes, for UUIDs made of names."""
    name, data = args
    if name not in ("md5", "sha1"):
        raise ValueError(f"unknown digest {name!r}")
    machine.charge(len(data) >> 5)
    import hashlib  # dear, and rarely needed

    return hashlib.new(name, data, usedforsecurity=False).digest()
