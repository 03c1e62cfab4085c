"""The bundle, `.fmc`: a compiled program with every module it needs, in one file.

Layout
    0   8 bytes   magic, 89 "FMC" 0D 0A 1A 0A (as PNG's: text-mode transfers damage it visibly)
    8   2 bytes   format version, big-endian
    10  8 bytes   fingerprint of the opcode table of that version
    18  32 bytes  SHA-256 of all that follows
    50            msgpack [content, sources]

content (bin) is msgpack [name, [module, …]], modules in order of their keys; its SHA-256 names the program.
    module   [key, file, library, package, SHA-256 of the source, [code, …]]; codes in pre-order, the top level first
    code     [name, qualname, flags, positional, positional_only, keyword_only, [slot, …], [cell, …], free, stack_size,
              [constant, …], [name, …], [index of a nested code, …], instructions (bin), [start, end, target, depth, …],
              positions (bin), docstring or nil, [parameter, text, …]]
    constant nil, bool, int, float, str, bin; array: tuple; ext 1: Duration, 3: big integer (as in `wire`), 4: Ellipsis
    instructions  per instruction the opcode byte and its operands as unsigned LEB128
    positions     msgpack [count, line - line of the run before, column, end_line - line, end_column, …], one run for
                  `count` instructions of the same position; column -1: they have none
sources (bin) is zlib over msgpack [source of module, …], in the same order; it stands outside of the content so that
the program's hash does not depend on the compressor.

`read` refuses in three ways, as the mend differs: NotABundle, OtherVersion, DamagedBundle. Any bytes whatever give a
verified Bundle or one of these. Positions are decoded when first looked at; what is no position then counts as none.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

import msgpack

from flowmetal.bytecode.code import Bundle, CodeObject, Handler, ModuleCode, Position
from flowmetal.bytecode.opcodes import BY_NUMBER
from flowmetal.digest import sha256
from flowmetal.wire import Duration, int_bytes

MAGIC = b"\x89FMC\r\n\x1a\n"
VERSION = 1
# The fingerprint of the opcode table at each format version. The table only grows, so bundles of all these versions
# run; a changed table needs a new version here, as a test says.
OPCODE_TABLES = {1: "41f4fff4ad1f0d27"}
HEADER_BYTES = 50
DURATION, BIG_INTEGER, ELLIPSIS = 1, 3, 4
MAX_SOURCES_BYTES = 256 * 1024 * 1024
MOST_REMEMBERED = 10_000

# Of what was verified here, SHA-256 of all behind the header, which says what the rest of the header may be.
_sound: set[bytes] = set()


class BundleError(ValueError):
    """These bytes are not a bundle that can be used."""


class NotABundle(BundleError):
    """Something else altogether."""


class OtherVersion(BundleError):
    """Compiled by another version of Flowmetal: compile the source again."""


class DamagedBundle(BundleError):
    """Cut off, changed on the way, or made by nothing of ours."""


# -- writing


def write(bundle: Bundle) -> bytes:
    """The bytes of bundle; equal for equal input. bundle.hash is not looked at: see `content_hash`."""
    modules = [bundle.modules[key] for key in sorted(bundle.modules)]
    content = _content(bundle.name, modules)
    sources = zlib.compress(_pack([module.source for module in modules]), 9)
    rest = _pack([content, sources])
    return _header(rest) + rest


def content_hash(bundle: Bundle) -> str:
    """SHA-256 of the content, hexadecimal; what `read` gives as the hash of the bundle."""
    return sha256(_content(bundle.name, [bundle.modules[key] for key in sorted(bundle.modules)])).hexdigest()


def _header(rest: bytes) -> bytes:
    return MAGIC + VERSION.to_bytes(2, "big") + bytes.fromhex(OPCODE_TABLES[VERSION]) + sha256(rest).digest()


def _content(name: str, modules: Iterable[ModuleCode]) -> bytes:
    return _pack([name, [_module_record(module) for module in modules]])


def _module_record(module: ModuleCode) -> list[Any]:
    digest = sha256(_utf8(module.source)).digest()
    codes = [_code_record(code) for code in number_codes(module.code)]
    return [module.key, module.file, module.library, module.package, digest, codes]


def number_codes(top: CodeObject) -> list[CodeObject]:
    """All code objects below top, itself first, in pre-order; sets their `index` and `module`."""
    codes: list[CodeObject] = []
    pending = [top]
    while pending:
        code = pending.pop()
        code.index, code.module = len(codes), top.module
        codes.append(code)
        pending.extend(reversed(code.codes))
    return codes


def _code_record(code: CodeObject) -> list[Any]:
    return [
        code.name, code.qualname, code.flags, code.positional, code.positional_only, code.keyword_only,
        code.slots, code.cells, code.free, code.stack_size, [_constant(c) for c in code.constants], code.names,
        [nested.index for nested in code.codes], encode_instructions(code.ops, code.args),
        [number for handler in code.handlers for number in handler],
        pack_positions(code.positions), code.docstring, [text for pair in code.annotations for text in pair],
    ]  # fmt: skip


def encode_instructions(ops: Sequence[int], args: Sequence[Any]) -> bytes:
    """The instruction stream: opcode byte, operands as unsigned LEB128."""
    out = bytearray()
    for number, arg in zip(ops, args, strict=True):
        out.append(number)
        if arg is None:
            continue
        for operand in arg if type(arg) is tuple else (arg,):
            while operand > 127:
                out.append(operand & 127 | 128)
                operand >>= 7
            out.append(operand)
    return bytes(out)


def pack_positions(positions: Sequence[Position | None]) -> bytes:
    if isinstance(positions, PackedPositions):
        return positions.packed
    flat: list[int] = []
    count, line = 0, 0
    last: Position | None = None
    for number, position in enumerate(positions):
        if number and position == last:
            flat[-5] += 1
            continue
        last = position
        count = 1
        if position is None:
            flat += (count, 0, -1, 0, 0)
        else:
            flat += (count, position.line - line, position.column, position.end_line - position.line,
                     position.end_column)
            line = position.line
    return _pack(flat)


def _constant(value: Any) -> Any:
    return [_constant(item) for item in value] if type(value) is tuple else value


def _pack(value: Any) -> bytes:
    packed: bytes = msgpack.packb(value, default=_default, use_bin_type=True, unicode_errors="surrogatepass")
    return packed


def _default(value: Any) -> Any:
    if type(value) is int:
        return msgpack.ExtType(BIG_INTEGER, int_bytes(value))
    if type(value) is Duration:
        return msgpack.ExtType(DURATION, int_bytes(value.us))
    if value is Ellipsis:
        return msgpack.ExtType(ELLIPSIS, b"")
    raise TypeError(f"no constant: {value!r}")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


# -- reading


def read(data: bytes, *, verified: bool = False) -> Bundle:
    """The bundle in data. Raises NotABundle, OtherVersion or DamagedBundle.

    verified: these bytes came from `write` or passed `read` before, so that the code need not be verified again;
    their hash is checked all the same. What this OS process has read before is known by that hash.
    """
    if data[: len(MAGIC)] != MAGIC:
        if data and MAGIC.startswith(data):
            raise DamagedBundle("cut off within the header")
        raise NotABundle("it does not start as a bundle does")
    if len(data) < HEADER_BYTES:
        raise DamagedBundle("cut off within the header")
    version = int.from_bytes(data[8:10], "big")
    if sha256(data[HEADER_BYTES:]).digest() != data[18:HEADER_BYTES]:
        if version not in OPCODE_TABLES:
            raise OtherVersion(f"bundle format {version}, this Flowmetal reads format {VERSION}")
        raise DamagedBundle("its content is not what was written: cut off or changed")
    if version not in OPCODE_TABLES:
        raise OtherVersion(f"bundle format {version}, this Flowmetal reads format {VERSION}")
    if data[10:18].hex() != OPCODE_TABLES[version]:
        raise OtherVersion("it was compiled for another set of opcodes")
    digest = data[18:HEADER_BYTES]
    try:
        made = _decode(data, verified or digest in _sound)
        if len(_sound) >= MOST_REMEMBERED:
            _sound.clear()
        _sound.add(digest)
        return made
    except BundleError:
        raise
    except Exception as error:  # msgpack and the conversions below raise many kinds
        raise DamagedBundle(f"its content does not decode: {error or type(error).__name__}") from None


def name_of(data: bytes) -> str:
    """The program's name, of a bundle that has been read before."""
    content, _ = _unpack(data[HEADER_BYTES:])
    name: str = _typed(_unpack(_typed(content, bytes))[0], str)
    return name


def _decode(data: bytes, verified: bool) -> Bundle:
    content, packed_sources = _unpack(data[HEADER_BYTES:])
    name, records = _unpack(_typed(content, bytes))
    sources = _sources(_typed(packed_sources, bytes))
    if len(sources) != len(records) or not records:
        raise DamagedBundle("it has not as many sources as modules")
    modules: dict[str, ModuleCode] = {}
    for record, source in zip(records, sources, strict=True):
        module = decode_module(record, _typed(source, str), verified=verified)
        if module.key in modules:
            raise DamagedBundle(f"module {module.key!r} is in it twice")
        modules[module.key] = module
    if "__main__" not in modules:
        raise DamagedBundle("it has no main module")
    if not verified:
        from flowmetal.bytecode.verify import VerifyError, verify_module

        try:
            for module in modules.values():
                verify_module(module, frozenset(modules))
        except VerifyError as error:
            raise DamagedBundle(f"its code is not valid: {error}") from None
    return Bundle(sha256(content).hexdigest(), _typed(name, str), modules)


def _sources(packed: bytes) -> list[Any]:
    inflate = zlib.decompressobj()
    text = inflate.decompress(packed, MAX_SOURCES_BYTES)
    if not inflate.eof or inflate.unused_data:
        raise DamagedBundle("its sources are damaged")
    return list(_unpack(text))


def module_record(module: ModuleCode) -> bytes:
    """One module without its source, for a cache of compiled modules."""
    return _pack(_module_record(module))


def read_module(packed: bytes, source: str) -> ModuleCode:
    """What `module_record` gave. Raises ValueError or another exception if it is not that."""
    module = decode_module(_unpack(packed), source)
    return module


def decode_module(record: Any, source: str, *, verified: bool = False) -> ModuleCode:
    key, file, library, package, digest, code_records = record
    if sha256(_utf8(source)).digest() != digest:
        raise DamagedBundle(f"the source of module {key!r} is not what was compiled")
    drafts = [_decode_code(_typed(key, str), index, code, verified) for index, code in enumerate(code_records)]
    codes = [draft for draft, _ in drafts]
    _nest(codes, [nested for _, nested in drafts])
    return ModuleCode(key, _typed(file, str), source, _typed(library, bool), _typed(package, bool), codes[0], codes)


def _nest(codes: list[CodeObject], nested: list[list[int]]) -> None:
    """Set `codes` of each; refuse anything but a tree in pre-order."""
    next_index = 1
    pending = [(0, iter(nested[0]))]
    while pending:
        index, children = pending[-1]
        child = next(children, None)
        if child is None:
            codes[index].codes = tuple(codes[n] for n in nested[index])
            pending.pop()
        elif child != next_index or type(child) is not int or child >= len(codes):
            raise DamagedBundle("its code objects are not in order")
        else:
            next_index += 1
            pending.append((child, iter(nested[child])))
    if next_index != len(codes):
        raise DamagedBundle("it has code objects that belong to nothing")


def _decode_code(module: str, index: int, record: Any, verified: bool) -> tuple[CodeObject, list[int]]:
    (name, qualname, flags, positional, positional_only, keyword_only, slots, cells, free, stack_size, constants,
     names, nested, instructions, handlers, positions, docstring, annotations) = record  # fmt: skip
    if verified:  # its types have been looked at before
        code = CodeObject(
            name, qualname, flags, positional, positional_only, keyword_only, tuple(slots), tuple(cells), free,
            stack_size, tuple([_tuples(c) if type(c) is list else c for c in constants]), tuple(names), (), [], [],
            tuple([Handler(*handlers[n : n + 4]) for n in range(0, len(handlers), 4)]) if handlers else (), (),
            docstring, tuple(zip(*[iter(annotations)] * 2, strict=True)) if annotations else (), module, index,
            packed=instructions,
        )
        code.positions = PackedPositions(positions, code)
        del code.ops, code.args  # until they are wanted
        return code, nested
    ops, args = decode_instructions(_typed(instructions, bytes))
    if len(handlers) % 4 or len(annotations) % 2:
        raise DamagedBundle("a table of a code object is cut off")
    code = CodeObject(
        name=_typed(name, str),
        qualname=_typed(qualname, str),
        flags=_natural(flags),
        positional=_natural(positional),
        positional_only=_natural(positional_only),
        keyword_only=_natural(keyword_only),
        slots=_all(slots, str),
        cells=_all(cells, int),
        free=_natural(free),
        stack_size=_natural(stack_size),
        constants=tuple(_tuples(constant) for constant in constants),
        names=_all(names, str),
        codes=(),
        ops=ops,
        args=args,
        handlers=tuple(Handler(*_all(handlers[n : n + 4], int)) for n in range(0, len(handlers), 4)),
        positions=(),
        docstring=None if docstring is None else _typed(docstring, str),
        annotations=tuple((_typed(a, str), _typed(b, str)) for a, b in zip(*[iter(annotations)] * 2, strict=True)),
        module=module,
        index=index,
    )
    code.positions = PackedPositions(_typed(positions, bytes), code)
    return code, nested


def decode_instructions(data: bytes) -> tuple[list[int], list[Any]]:
    """Opcode numbers and arguments. Raises DamagedBundle for bytes that are no instruction stream."""
    ops: list[int] = []
    args: list[Any] = []
    counts = _OPERAND_COUNTS
    at, size = 0, len(data)
    while at < size:
        number = data[at]
        at += 1
        ops.append(number)
        count = counts[number]
        if count == 0:
            args.append(None)
            continue
        if count == 1 and at < size and data[at] < 128:  # nearly all
            args.append(data[at])
            at += 1
            continue
        operands = []
        for _ in range(count):
            operand = shift = 0
            while True:
                if at >= size or shift > 28:
                    raise DamagedBundle("an instruction is cut off or out of range")
                byte = data[at]
                at += 1
                operand |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    break
            operands.append(operand)
        if count < 0:
            raise DamagedBundle(f"there is no opcode {number}")
        args.append(operands[0] if count == 1 else tuple(operands))
    return ops, args


_OPERAND_COUNTS = [len(BY_NUMBER[n].operands) if n in BY_NUMBER else -1 for n in range(256)]


class PackedPositions(Sequence["Position | None"]):
    """Positions of a code object's instructions, decoded when first looked at."""

    __slots__ = ("_code", "_decoded", "packed")

    def __init__(self, packed: bytes, instructions: int | CodeObject) -> None:
        """instructions: how many there are, or the code that has them."""
        self.packed, self._code = packed, instructions
        self._decoded: list[Position | None] | None = None

    def __len__(self) -> int:
        return self._code if isinstance(self._code, int) else len(self._code.ops)

    @overload
    def __getitem__(self, index: int) -> Position | None: ...
    @overload
    def __getitem__(self, index: slice) -> list[Position | None]: ...
    def __getitem__(self, index: int | slice) -> Position | list[Position | None] | None:
        if self._decoded is None:
            self._decoded = self._decode()
        return self._decoded[index]

    def __iter__(self) -> Iterator[Position | None]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(self.packed)

    def _decode(self) -> list[Position | None]:
        decoded: list[Position | None] = []
        size = len(self)
        try:
            flat = _all(_unpack(self.packed), int)
            line = 0
            for count, step, column, more_lines, end_column in zip(*[iter(flat)] * 5, strict=False):
                position: Position | None = None
                if column >= 0:
                    line += step
                    position = Position(line, column, line + more_lines, end_column)
                decoded += [position] * min(max(count, 0), size - len(decoded))
        except Exception:  # see the module's docstring: what is no position counts as none
            decoded.clear()
        return decoded + [None] * (size - len(decoded))


# -- what arrives must have the right type


def _unpack(data: bytes) -> Any:
    return msgpack.unpackb(
        data, ext_hook=_ext, strict_map_key=False, raw=False, use_list=True, unicode_errors="surrogatepass"
    )


def _ext(code: int, data: bytes) -> Any:
    if code == DURATION:
        return Duration(int.from_bytes(data, "big", signed=True))
    if code == BIG_INTEGER:
        return int.from_bytes(data, "big", signed=True)
    if code == ELLIPSIS:
        return Ellipsis
    raise DamagedBundle(f"unknown extension type {code}")


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise DamagedBundle(f"{kind.__name__} wanted, {type(value).__name__} found")
    return value


def _natural(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise DamagedBundle("a count is not a number")
    return value


def _all(values: Any, kind: type) -> tuple[Any, ...]:
    if type(values) is not list or not {kind}.issuperset(map(type, values)):
        raise DamagedBundle(f"a list of {kind.__name__} is something else")
    return tuple(values)


def _tuples(constant: Any) -> Any:
    if type(constant) is list:
        return tuple(_tuples(item) for item in constant)
    if constant is None or type(constant) in (bool, int, float, str, bytes, Duration) or constant is Ellipsis:
        return constant
    raise DamagedBundle(f"a constant is of type {type(constant).__name__}")
