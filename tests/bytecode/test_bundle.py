"""The bundle: equal in, equal out; and any bytes whatever give a bundle or one of three refusals."""

from __future__ import annotations

import hashlib
import random
from functools import cache

import msgpack
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flowmetal.bytecode import bundle as format_
from flowmetal.bytecode.bundle import (
    HEADER_BYTES,
    OPCODE_TABLES,
    VERSION,
    BundleError,
    DamagedBundle,
    NotABundle,
    OtherVersion,
    content_hash,
    decode_instructions,
    encode_instructions,
    pack_positions,
    read,
    write,
)
from flowmetal.bytecode.code import Bundle, Position
from flowmetal.bytecode.disassemble import disassemble
from flowmetal.bytecode.opcodes import OPCODES, fingerprint
from flowmetal.bytecode.verify import verify
from flowmetal.compiler import compile_module
from flowmetal.wire import Duration
from tests.compiler_back.chunks import CHUNKS

PROGRAM = '''
"""Doc."""
import other
def f(a: int, *, b=2.5, **c):
    for x in [1, 10 ** 40, -3, b"\\x00", "\\ud800", 1h30m, ..., None, (True, 1.0)]:
        print(x) do y:
            try:
                print(f"{x!r:>4}")
            except ValueError as e:
                return lambda: (e, y)
class C:
    n: int = 1
'''
BIG = 12345678901234567890123456789


def module(text, key, library=False):
    compiled, diagnostics = compile_module(text, key=key, file=f"{key}.fm", library=library)
    assert compiled is not None, diagnostics
    return compiled


def program():
    modules = {"other": module(f"x = {BIG}\n", "other", library=True), "__main__": module(PROGRAM, "__main__")}
    return Bundle("", "order", modules)


@cache
def data():
    return write(program())


def dressed(content):
    """Any content with a header that fits it."""
    return data()[:18] + hashlib.sha256(content).digest() + content


def fields(code):
    return [
        getattr(code, name) for name in code.__slots__ if name not in ("codes", "cache", "positions")
    ], list(code.positions)  # fmt: skip


# -- round trips


def test_what_is_read_is_what_was_written():
    before, after = program(), read(data())
    assert (after.name, after.hash) == ("order", content_hash(before))
    assert list(after.modules) == ["__main__", "other"]
    for key, was in before.modules.items():
        now = after.modules[key]
        assert (now.file, now.source, now.library, now.package) == (was.file, was.source, was.library, was.package)
        assert [fields(code) for code in now.codes] == [fields(code) for code in was.codes]
        assert [code.index for code in now.codes] == list(range(len(now.codes)))
        assert disassemble(now.code) == disassemble(was.code)
    constants = [c for code in after.modules["__main__"].codes for c in code.constants]
    assert Duration(90 * 60 * 1_000_000) in constants and "\ud800" in constants and Ellipsis in constants
    assert after.modules["other"].code.constants[0] == BIG


def test_equal_programs_give_equal_bytes():
    assert write(program()) == data() == write(read(data()))


def test_the_order_of_modules_does_not_matter():
    turned = program()
    turned.modules = dict(reversed(turned.modules.items()))
    assert write(turned) == data()


@given(st.data())
def test_instructions_survive_encoding(choose):
    ops, args = [], []
    for row in choose.draw(st.lists(st.sampled_from(OPCODES), max_size=20)):
        operands = tuple(choose.draw(st.integers(0, 2**32)) for _ in row.operands)
        ops.append(row.number)
        args.append(None if not operands else operands[0] if len(operands) == 1 else operands)
    assert decode_instructions(encode_instructions(ops, args)) == (ops, args)


positions = st.none() | st.tuples(*[st.integers(0, 2**20)] * 4).map(lambda n: Position(n[0], n[1], n[0] + n[2], n[3]))


@given(st.lists(positions, max_size=30))
def test_positions_survive_packing(given_positions):
    packed = pack_positions(given_positions)
    assert list(format_.PackedPositions(packed, len(given_positions))) == given_positions


@pytest.mark.parametrize("name", CHUNKS)
def test_chunks_survive(name):
    before = Bundle("", "x", {"__main__": module(CHUNKS[name].replace("\n        ", "\n"), "__main__")})
    after = read(write(before))
    assert disassemble(after.modules["__main__"].code) == disassemble(before.modules["__main__"].code)


# -- refusals


def test_the_header_says_what_is_wrong():
    for other in (b"", b"#!/bin/sh", b"PK\x03\x04", b"def main(): pass\n"):
        with pytest.raises(NotABundle):
            read(other)
    with pytest.raises(OtherVersion, match=f"bundle format {VERSION + 1}, this Flowmetal reads format {VERSION}"):
        read(data()[:8] + (VERSION + 1).to_bytes(2, "big") + data()[10:])
    with pytest.raises(OtherVersion, match="another set of opcodes"):
        read(data()[:10] + bytes(8) + data()[18:])
    with pytest.raises(DamagedBundle):
        read(data()[: HEADER_BYTES - 1])
    with pytest.raises(DamagedBundle):
        read(data() + b"\0")
    assert data()[10:18].hex() == fingerprint()


def test_a_changed_opcode_table_needs_a_new_format_version():
    assert OPCODE_TABLES[VERSION] == fingerprint()
    assert max(OPCODE_TABLES) == VERSION


def test_every_truncation_is_refused():
    whole = data()
    for size in [*range(HEADER_BYTES + 3), *range(HEADER_BYTES, len(whole), 97), len(whole) - 1]:
        with pytest.raises(BundleError):
            read(whole[:size])


@given(st.integers(0, 10**6), st.integers(0, 7))
def test_every_flipped_bit_is_refused(position, bit):
    whole = bytearray(data())
    whole[position % len(whole)] ^= 1 << bit
    with pytest.raises(BundleError):
        read(bytes(whole))


@given(st.binary(max_size=200))
@example(b"")
@example(msgpack.packb([[]] * 2))
@example(msgpack.packb([b"\x90", b"x"]))
def test_any_content_gives_a_bundle_or_a_refusal(content):
    with pytest.raises(BundleError):
        read(dressed(content))
    with pytest.raises(BundleError):
        read(content)


@settings(max_examples=300)
@given(st.integers(0, 2**32))
def test_content_that_is_damaged_and_signed_anew_gives_verified_code_or_a_refusal(seed):
    """What a stranger can do: change anything, with a fitting hash. What is read then has passed the verifier."""
    rng = random.Random(seed)
    content, sources = msgpack.unpackb(data()[HEADER_BYTES:])
    changed = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    try:
        result = read(dressed(msgpack.packb([bytes(changed), sources])))
    except BundleError:
        return
    for key in result.modules:
        verify(result.modules[key].code)
        for code in result.modules[key].codes:
            assert len(code.positions) == len(list(code.positions)) == len(code.ops)
            disassemble(code)


@settings(max_examples=200)
@given(st.integers(0, 2**32))
def test_changed_records_are_refused_or_verified(seed):
    """The same with well-formed records in which one value is another."""
    rng = random.Random(seed)
    content, sources = msgpack.unpackb(data()[HEADER_BYTES:])
    tree = msgpack.unpackb(content, strict_map_key=False, unicode_errors="surrogatepass")
    node = tree
    while True:
        at = rng.randrange(len(node))
        if isinstance(node[at], list) and node[at] and rng.random() < 0.9:
            node = node[at]
            continue
        node[at] = rng.choice([None, -1, 0, 1, 2**40, "x", b"\x01", [], [1], True, 1.5, {}, node[at]])
        break
    changed = msgpack.packb(tree, unicode_errors="surrogatepass")
    try:
        result = read(dressed(msgpack.packb([changed, sources])))
    except BundleError:
        return
    for code in [c for m in result.modules.values() for c in m.codes]:
        verify(code)
        disassemble(code)


def test_a_bundle_without_main_is_refused():
    lonely = Bundle("", "x", {"other": module("x = 1\n", "other")})
    with pytest.raises(DamagedBundle, match="it has no main module"):
        read(write(lonely))


def test_a_bundle_that_imports_what_is_not_in_it_is_refused():
    with pytest.raises(DamagedBundle, match="it imports 'other', which is not in the bundle"):
        read(write(Bundle("", "x", {"__main__": module("import other\n", "__main__")})))


def test_compressed_sources_cannot_fill_the_memory(monkeypatch):
    monkeypatch.setattr(format_, "MAX_SOURCES_BYTES", 10)
    with pytest.raises(DamagedBundle, match="its sources are damaged"):
        read(data())
