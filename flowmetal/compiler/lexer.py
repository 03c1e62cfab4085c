"""The token rules: source text -> raw tokens, in the form that PLY reads.

PLY makes one regular expression per state of the rules in `_Rules`: a name after `t_`, a pattern, perhaps an action.
State INITIAL is ordinary source; state `text` is the literal text of an f-string, up to a replacement field or the
closing quote. As in Python 3.12 the source inside a field is tokenised like any other, quotes of the same kind
included, so an f-string is a stack here: `Scan.brackets` holds the open brackets, fields among them, and
`Scan.fstrings` the open f-strings, each with the number of brackets that were open before it.

Not done here: lines, indentation, keywords, spans (`layout`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from ply import lex

from flowmetal.compiler import literals

MAX_BRACKETS = 200  # nested; as CPython

FIELD = "FOPEN"  # the open bracket that stands for the `{` of a replacement field
CLOSER = {"(": ")", "[": "]", "{": "}", FIELD: "}"}

_DIGITS = r"[0-9](?:_?[0-9])*+"
_UNIT = r"(?:us|ms|[smhdw])"
_DURATION = rf"(?:(?:{_DIGITS}(?:\.{_DIGITS})?|\.{_DIGITS}){_UNIT})+(?!\w)"
_NUMBER = (
    r"0[xX](?:_?[0-9a-fA-F])++|0[oO](?:_?[0-7])++|0[bB](?:_?[01])++"
    rf"|(?:(?:{_DIGITS})?\.{_DIGITS}|{_DIGITS}\.?)(?:[eE][+-]?{_DIGITS})?"
)
_PREFIX = r"(?:[rR][bB]?|[bB][rR]?|[uU])?"
_FPREFIX = r"(?:[fF][rR]?|[rR][fF])"
_STRING = _PREFIX + (
    "(?:"
    r"'''[^\\']*+(?:(?:\\[\s\S]|'(?!''))[^\\']*+)*+'''"
    r'|"""[^\\"]*+(?:(?:\\[\s\S]|"(?!""))[^\\"]*+)*+"""'
    r"|'(?!'')[^\\'\n]*+(?:\\[\s\S][^\\'\n]*+)*+'"
    r'|"(?!"")[^\\"\n]*+(?:\\[\s\S][^\\"\n]*+)*+"'
    ")"
)
_QUOTE = r"(?:'''|\"\"\"|'|\")"

# After a number these may follow without a space, as in `1if x else y`.
_WORDS_AFTER_NUMBER = re.compile(r"(?:and|else|for|if|in|is|not|or)\b")
_WORD = re.compile(r"\w*")
_CONVERSION = re.compile(r"!([ \t\n]*)(\w*)")


class TooDeep(Exception):
    """Brackets or indentation nest deeper than the limit. Holds where, and what to say."""

    def __init__(self, start: int, end: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.start, self.end, self.message, self.hint = start, end, message, hint


@dataclass(slots=True)
class Finding:
    """Something to report about text[start:end]."""

    severity: str
    start: int
    end: int
    message: str
    hint: str | None


@dataclass(slots=True)
class FString:
    start: int
    quote: str
    raw: bool
    base: int  # how many brackets were open around it


@dataclass(slots=True)
class Scan:
    """The state of one scan beside PLY's."""

    text: str
    brackets: list[tuple[str, int]] = field(default_factory=list)  # (bracket or FIELD, where)
    fstrings: list[FString] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    broken: bool = False  # the logical line that is being read has an error already

    def error(self, start: int, end: int, message: str, hint: str | None = None) -> None:
        """Report; only the first error of a logical line, as the rest tends to follow from it."""
        if not self.broken:
            self.findings.append(Finding("error", start, end, message, hint))
        self.broken = True

    def open(self, bracket: str, at: int) -> None:
        if len(self.brackets) >= MAX_BRACKETS:
            raise TooDeep(at, at + 1, "too deeply nested", f"at most {MAX_BRACKETS} brackets may be open at once")
        self.brackets.append((bracket, at))


_Rule = TypeVar("_Rule", bound=Callable[..., Any])


def _token(pattern: str) -> Callable[[_Rule], _Rule]:
    """Give a rule its pattern, as PLY's untyped TOKEN does."""

    def with_pattern(function: _Rule) -> _Rule:
        function.regex = pattern  # type: ignore[attr-defined]  # PLY looks for it there
        return function

    return with_pattern


class _Rules:
    tokens = (
        "NAME", "NUMBER", "DURATION", "STRING", "OP", "NEWLINE",
        "FSTART", "FTEXT", "FEND", "FOPEN", "FCONV", "FSPEC", "FCLOSE",
    )  # fmt: skip
    states = (("text", "exclusive"),)

    t_ignore = " \t\f"
    t_text_ignore = ""
    t_ignore_COMMENT = r"\#[^\n]*"
    t_ignore_JOIN = r"\\\n"
    t_NAME = r"[^\W\d]\w*"
    # With the blank and comment lines that follow, and the indentation of the next.
    t_NEWLINE = r"\n(?:[ \t\f]*+(?:\#[^\n]*+)?\n)*+[ \t\f]*+"
    t_OP = r"\*\*=|//=|>>=|<<=|\.\.\.|\*\*|//|>>|<<|<=|>=|==|!=|->|\+=|-=|\*=|/=|%=|&=|\|=|\^=|@=|[-+*/%&|^~<>=.,;@]"

    @_token(_DURATION)
    def t_DURATION(self, t: Any) -> Any:
        try:
            t.value = literals.duration(t.value)
        except literals.BadLiteral as bad:
            _report(t, bad)
            t.value = 0
        return t

    @_token(_NUMBER)
    def t_NUMBER(self, t: Any) -> Any:
        text, end = t.lexer.scan.text, t.lexer.lexpos
        word = _WORD.match(text, end)
        if word and word[0] and not _WORDS_AFTER_NUMBER.match(text, end):
            _malformed_number(t, word[0])
            return t
        try:
            t.value = literals.number(t.value)
        except literals.BadLiteral as bad:
            _report(t, bad)
            t.value = 0
        return t

    @_token(_STRING)
    def t_STRING(self, t: Any) -> Any:
        scan, start = t.lexer.scan, t.lexpos
        prefix, quote, body = _parts(t.value)
        offset = start + len(prefix) + len(quote)
        read = literals.byte_string if "b" in prefix else literals.string
        try:
            t.value = read(body, raw="r" in prefix, warn=_warner(scan, offset))
        except literals.BadLiteral as bad:
            scan.error(
                offset + bad.start, t.lexer.lexpos if bad.end is None else offset + bad.end, bad.message, bad.hint
            )
            t.value = b"" if "b" in prefix else ""
        return t

    @_token(_FPREFIX + _QUOTE)
    def t_FSTART(self, t: Any) -> Any:
        prefix, quote, _ = _parts(t.value)
        scan = t.lexer.scan
        if len(scan.fstrings) >= MAX_BRACKETS:
            raise TooDeep(
                t.lexpos, t.lexer.lexpos, "too deeply nested", f"at most {MAX_BRACKETS} f-strings in each other"
            )
        scan.fstrings.append(FString(t.lexpos, quote, "r" in prefix, len(scan.brackets)))
        t.lexer.begin("text")
        return t

    @_token(_PREFIX + _QUOTE)
    def t_UNTERMINATED(self, t: Any) -> Any:
        scan = t.lexer.scan
        prefix, quote, _ = _parts(t.value)
        fstring = _inside_field(scan)
        if fstring is not None and quote.startswith(fstring.quote[0]):
            # The quote was meant to end the f-string whose field is still open.
            opened = scan.brackets[-1][1]
            scan.error(opened, opened + 1, "'{' was never closed in an f-string", "close it with '}' before the quote")
            t.lexer.lexpos = t.lexpos + len(prefix) + min(len(fstring.quote), len(quote))
            return _end_fstring(t)
        if len(quote) == 3:
            scan.error(
                t.lexpos, t.lexer.lexpos, "unterminated triple-quoted string literal", f"it needs {quote} at its end"
            )
            t.lexer.lexpos = len(scan.text)
        else:
            end = scan.text.find("\n", t.lexpos)
            scan.error(t.lexpos, end, "unterminated string literal", f"it needs {quote} before the end of the line")
            t.lexer.lexpos = end
        t.type, t.value = "STRING", b"" if "b" in prefix else ""
        return t

    @_token(r"[(\[{]")
    def t_OPEN(self, t: Any) -> Any:
        t.type = t.value
        t.lexer.scan.open(t.value, t.lexpos)
        return t

    @_token(r"[)\]}]")
    def t_CLOSE(self, t: Any) -> Any:
        scan = t.lexer.scan
        t.type = t.value
        if not scan.brackets or (scan.fstrings and len(scan.brackets) <= scan.fstrings[-1].base):
            scan.error(t.lexpos, t.lexpos + 1, f"unmatched '{t.value}'", "nothing is open here that it could close")
            return None
        opener, opened = scan.brackets[-1]
        if CLOSER[opener] != t.value:
            _mismatch(t, opener, opened)
            if opener == FIELD:
                return None  # the field stays open for its own brace
            t.type = t.value = CLOSER[opener]
        scan.brackets.pop()
        if opener == FIELD:
            t.type = "FCLOSE"
            t.lexer.begin("text")
        return t

    @_token(r":=?")
    def t_COLON(self, t: Any) -> Any:
        if _inside_field(t.lexer.scan) is not None:
            t.type = "FSPEC"
            t.lexer.lexpos = t.lexpos + 1
            t.lexer.begin("text")
        else:
            t.type = t.value
        return t

    @_token(r"!(?!=)")
    def t_FCONV(self, t: Any) -> Any:
        scan = t.lexer.scan
        if _inside_field(scan) is None:
            scan.error(t.lexpos, t.lexpos + 1, "invalid syntax: '!'", "write `not` to negate, `!=` to compare")
            return None
        match = _CONVERSION.match(scan.text, t.lexpos)
        assert match is not None
        if match[2] not in ("r", "s", "a") or match[1]:
            scan.error(
                t.lexpos,
                max(match.end(), t.lexpos + 1),
                "invalid conversion in an f-string",
                "it is one of !r, !s and !a",
            )
        t.lexer.lexpos = match.end()
        t.value = match[2]
        return t

    def t_error(self, t: Any) -> None:
        scan, char = t.lexer.scan, t.value[0]
        if char == "\\":
            scan.error(
                t.lexpos, t.lexpos + 1, "unexpected character after '\\'", "a '\\' that joins lines must end its line"
            )
        elif char == "$":
            scan.error(t.lexpos, t.lexpos + 1, "invalid character '$'", "names are written without it")
        elif char == "?":
            scan.error(t.lexpos, t.lexpos + 1, "invalid character '?'", "a choice is written `a if test else b`")
        else:
            shown = f"'{char}'" if char.isprintable() else unicodedata.name(char, "control character").lower()
            hint = "quotes are written ' or \"" if char in "“”‘’„‚«»`" else None
            if char == "`":
                hint = f"{hint}; `x` of Python 2 is repr(x)"
            scan.error(t.lexpos, t.lexpos + 1, f"invalid character {shown} (U+{ord(char):04X})", hint)
        t.lexer.skip(1)

    # -- literal text of an f-string

    @_token(r"[\s\S]")
    def t_text_FTEXT(self, t: Any) -> Any:
        scan = t.lexer.scan
        fstring = scan.fstrings[-1]
        in_spec = len(scan.brackets) > fstring.base
        match = _text_pattern(fstring.quote, in_spec).match(scan.text, t.lexpos)
        if match is not None:
            return _text(t, match, raw=fstring.raw, in_spec=in_spec)
        if t.value == "{":
            scan.open(FIELD, t.lexpos)
            t.type = "FOPEN"
            t.lexer.begin("INITIAL")
            return t
        if t.value == "}":
            if in_spec:
                scan.brackets.pop()
                t.type = "FCLOSE"
                return t
            scan.error(t.lexpos, t.lexpos + 1, "single '}' in an f-string", "write '}}' for a brace in the text")
            return None
        return _end_of_text(t, fstring, in_spec)

    def t_text_error(self, t: Any) -> None:
        raise AssertionError("the rule for text matches any character")


def lexer(text: str) -> tuple[Any, Scan]:
    """A PLY lexer over the text, which must end with a line feed, and the state beside it.

    Its `token()` may raise TooDeep; everything else that is wrong is in `Scan.findings`.
    """
    made = _prototype().clone()
    made.scan = Scan(text)
    made.input(text)
    return made, made.scan


@cache
def _prototype() -> Any:
    # optimize leaves out PLY's checks of the rules, which read this file's source; no table is written or looked for.
    return lex.lex(object=_Rules(), optimize=True, lextab="", reflags=0)


def _parts(text: str) -> tuple[str, str, str]:
    """Prefix (in lower case), quote and body of a string literal or its beginning."""
    start = min(index for index in (text.find("'"), text.find('"')) if index >= 0)
    quote = text[start] * 3 if text.startswith(text[start] * 3, start) else text[start]
    return text[:start].lower(), quote, text[start + len(quote) : -len(quote)]


def _report(t: Any, bad: literals.BadLiteral) -> None:
    end = t.lexer.lexpos if bad.end is None else t.lexpos + bad.end
    t.lexer.scan.error(t.lexpos + bad.start, end, bad.message, bad.hint)


def _warner(scan: Scan, offset: int) -> Any:
    def warn(message: str, hint: str, start: int, end: int) -> None:
        scan.findings.append(Finding("warning", offset + start, offset + end, message, hint))

    return warn


def _malformed_number(t: Any, rest: str) -> None:
    """Report a number that runs into a word, and take the word with it."""
    scan, digits = t.lexer.scan, t.value
    t.lexer.lexpos += len(rest)
    base = {"0x": "hexadecimal", "0o": "octal", "0b": "binary"}.get((digits + rest)[:2].lower())
    if base is not None and len(digits + rest) > 2 and rest[-1:].isalnum() and digits != "0":
        message, hint = f"invalid digit '{rest.lstrip('_')[:1] or '_'}' in {base} number", None
    elif base is not None:
        message, hint = f"invalid {base} number", None
    elif rest in ("j", "J"):
        message, hint = "Flowmetal has no complex numbers", "keep the two parts as floats"
    elif rest.startswith("_"):
        message, hint = "invalid decimal number", "a single '_' may stand between digits"
    else:
        message, hint = f"'{rest}' follows a number", f"the units of a duration are {literals.UNIT_LIST}"
    scan.error(t.lexpos, t.lexer.lexpos, message, hint)
    t.value = 0


def _mismatch(t: Any, opener: str, opened: int) -> None:
    scan = t.lexer.scan
    line = scan.text.count("\n", 0, opened) + 1
    shown = "{" if opener == FIELD else opener
    where = "" if "\n" not in scan.text[opened : t.lexpos] else f" on line {line}"
    scan.error(
        t.lexpos,
        t.lexpos + 1,
        f"'{t.value}' does not match the opening '{shown}'{where}",
        f"it needs '{CLOSER[opener]}'",
    )


def _inside_field(scan: Scan) -> FString | None:
    """The f-string in whose replacement field the scan stands, with no other bracket open in the field."""
    if scan.brackets and scan.brackets[-1][0] == FIELD:
        return scan.fstrings[-1]
    return None


def _end_fstring(t: Any) -> Any:
    """Make t the end of the innermost f-string, and go on after it."""
    scan = t.lexer.scan
    fstring = scan.fstrings.pop()
    del scan.brackets[fstring.base :]
    t.type = "FEND"
    t.lexer.begin("INITIAL")
    return t


@cache
def _text_pattern(quote: str, in_spec: bool) -> re.Pattern[str]:
    """What can be taken at once as literal text."""
    doubled = "" if in_spec else r"|\{\{|\}\}"
    char = quote[0]
    plain = rf"[^\\{{}}{char}]|{char}(?!{char * 2})" if len(quote) == 3 else rf"[^\\{{}}{char}\n]"
    return re.compile(rf"(?:{plain}|\\N\{{[^{{}}'\"\n]*\}}|\\(?=[{{}}])|\\[^{{}}]{doubled})++")


def _text(t: Any, match: re.Match[str], *, raw: bool, in_spec: bool) -> Any:
    scan, body = t.lexer.scan, match[0]
    t.lexer.lexpos = match.end()
    if raw and (named := body.find("\\N{")) >= 0:
        # In a raw f-string `\N{` is a backslash, an N and a field.
        body = body[: named + 2]
        t.lexer.lexpos = t.lexpos + len(body)
    if not in_spec:
        body = body.replace("{{", "{").replace("}}", "}")
    try:
        t.value = literals.string(body, raw=raw, warn=_warner(scan, t.lexpos))
    except literals.BadLiteral as bad:
        _report(t, bad)
        t.value = ""
    return t


def _end_of_text(t: Any, fstring: FString, in_spec: bool) -> Any:
    """At the closing quote, or at the end of the line of an f-string in single quotes, or of the file."""
    scan = t.lexer.scan
    if scan.text.startswith(fstring.quote, t.lexpos):
        if in_spec:
            opened = scan.brackets[-1][1]
            scan.error(opened, opened + 1, "'{' was never closed in an f-string", "close it with '}' before the quote")
        t.lexer.lexpos = t.lexpos + len(fstring.quote)
    else:
        end = fstring.start + len(fstring.quote)
        if len(fstring.quote) == 3:
            scan.error(
                fstring.start, end, "unterminated triple-quoted f-string", f"it needs {fstring.quote} at its end"
            )
            t.lexer.lexpos = len(scan.text)
        else:
            hint = f"it needs {fstring.quote} before the end of the line"
            scan.error(fstring.start, t.lexpos, "unterminated f-string literal", hint)
            t.lexer.lexpos = t.lexpos  # the line end is still to come
    return _end_fstring(t)
