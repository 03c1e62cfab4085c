"""Secrets by name, for connectors only: their text is in no program, journal, snapshot or log.

A secret NAME is, in this order,
    the environment variable FLOWMETAL_SECRET_NAME
    the file NAME in the directory that FLOWMETAL_SECRETS names (as Kubernetes mounts them)
    the file NAME in the directory that CREDENTIALS_DIRECTORY names (as systemd does)
without a line end at its end. A file is read each time, so that a new secret counts at once.
"""

from __future__ import annotations

import os
import re

PREFIX = "FLOWMETAL_SECRET_"
DIRECTORIES = ("FLOWMETAL_SECRETS", "CREDENTIALS_DIRECTORY")
MOST_BYTES = 1 << 20
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")


class MissingSecret(Exception):
    """There is no secret of that name, or it cannot be read; the text says how to mend it, and holds no secret."""


def lookup(name: str) -> str:
    """The secret's text. Raises MissingSecret."""
    if not _NAME.fullmatch(name):
        raise MissingSecret(f"{name!r:.80} is no secret's name: letters, digits, '_', '-' and '.', not a digit first")
    given = os.environ.get(PREFIX + name)
    if given is not None:
        return given
    for variable in DIRECTORIES:
        directory = os.environ.get(variable)
        if directory:
            try:
                with open(os.path.join(directory, name), "rb") as file:
                    data = file.read(MOST_BYTES + 1)
                if len(data) > MOST_BYTES:
                    raise MissingSecret(f"the file of secret {name} in {directory} is larger than {MOST_BYTES} bytes")
                return data.decode().removesuffix("\n").removesuffix("\r")
            except FileNotFoundError:
                continue
            except UnicodeDecodeError:
                raise MissingSecret(f"the file of secret {name} in {directory} is not UTF-8 text") from None
            except OSError as error:
                raise MissingSecret(f"secret {name} in {directory} cannot be read: {error.strerror}") from None
    raise MissingSecret(
        f"there is no secret {name}: set {PREFIX}{name}, or put a file {name} where {DIRECTORIES[0]} says"
    )
