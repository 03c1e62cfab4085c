"""Modules hashlib, hmac and base64: their native part, pure functions of bytes."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING, Any

from flowmetal.vm.classes import class_of
from flowmetal.vm.natives import Args, Kwargs, function

if TYPE_CHECKING:
    from flowmetal.vm.machine import Machine

_NAMES = frozenset((
    "md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2b",
    "blake2s",
))


def _bytes(value: Any) -> bytes:
    if type(value) is str:
        raise TypeError("Strings must be encoded before hashing")
    if type(value) is not bytes:
        raise TypeError(f"object supporting the buffer API required, not {class_of(value).name}")
    return bytes(value)


@function("_hash_bytes", library=True)
def _hash_bytes(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The digest of bytes, by the name of the hash."""
    name, data = args
    if name not in _NAMES:
        raise ValueError(f"unsupported hash type {name}")
    machine.charge(len(_bytes(data)) >> 5)
    import hashlib  # dear, and rarely needed

    return hashlib.new(name, _bytes(data), usedforsecurity=False).digest()


@function("_pbkdf2", library=True)
def _pbkdf2(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """A key from a password: name of the hash, password, salt, rounds, length."""
    name, password, salt, rounds, length = args
    if name not in _NAMES:
        raise ValueError(f"unsupported hash type {name}")
    if type(rounds) is not int or rounds < 1:
        raise ValueError("iteration value must be greater than 0.")
    import hashlib  # dear, and rarely needed

    size = hashlib.new(name, usedforsecurity=False).digest_size
    length = size if length is None else length
    if type(length) is not int or not 1 <= length <= 1 << 16 or rounds * (length // size + 1) > 10_000_000:
        raise ValueError("a key of 1 to 65536 bytes and at most ten million rounds in all")
    machine.charge(rounds * (length // size + 1) >> 3)
    return hashlib.pbkdf2_hmac(name, _bytes(password), _bytes(salt), rounds, length)


@function("_base64_encode", library=True)
def _base64_encode(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """Bytes as base64, with the characters for 62 and 63 (two bytes, or None for the usual ones)."""
    data, others = args
    if type(data) is not bytes:
        raise TypeError(f"a bytes-like object is required, not '{class_of(data).name}'")
    machine.charge(len(data) >> 5)
    encoded = binascii.b2a_base64(data, newline=False)
    return encoded if others is None else encoded.translate(bytes.maketrans(b"+/", others))


@function("_base64_decode", library=True)
def _base64_decode(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """What base64 (bytes) stands for; or the text of what is wrong with it."""
    data, strict = args
    if type(data) is not bytes:
        raise TypeError(f"argument should be a bytes-like object or ASCII string, not '{class_of(data).name}'")
    machine.charge(len(data) >> 5)
    try:
        return binascii.a2b_base64(data, strict_mode=bool(strict))
    except binascii.Error as error:
        return str(error)


@function("_crc32", library=True)
def _crc32(machine: Machine, args: Args, kwargs: Kwargs) -> Any:
    """The CRC-32 of bytes."""
    machine.charge(len(_bytes(args[0])) >> 5)
    return binascii.crc32(_bytes(args[0]))
