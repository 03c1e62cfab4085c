"""What to say about a token that cannot stand where it does.

`explain` looks at the token, its neighbours on the logical line, and what could have come instead. The first case that
fits decides, so special cases stand before general ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flowmetal.bytecode.builtins import LEFT_OUT
from flowmetal.compiler.layout import COMPOUND, END, KEYWORDS, Tokens
from flowmetal.source import Span

Explanation = tuple[Span, str, str | None]

_HEADERS = COMPOUND | {"do"}
_LAYOUT = frozenset(("NEWLINE", "INDENT", "DEDENT"))
_ENDS_VALUE = frozenset(("NAME", "NUMBER", "DURATION", "STRING", "FEND", ")", "]", "}", "None", "True", "False", "..."))
_BEGINS_VALUE = _ENDS_VALUE - {"FEND", ")", "]", "}"} | {"FSTART", "(", "[", "{", "lambda", "not", "await", "async"}
_OPENERS, _CLOSERS = frozenset(("(", "[", "{", "FOPEN")), frozenset((")", "]", "}", "FCLOSE"))

_BLOCK_OF = {
    "def": "function definition", "class": "class definition", "do": "`do` clause",
}  # fmt: skip
_CLAUSE_OF = {
    "else": "'if', 'for', 'while' or 'try'", "elif": "'if'", "except": "'try'", "finally": "'try'", "case": "'match'",
}  # fmt: skip
_FOREIGN_PAIRS = {
    ("&", "&"): ("&&", "write `and`"),
    ("|", "|"): ("||", "write `or`"),
    ("<", ">"): ("<>", "write `!=`"),
    ("==", "="): ("===", "write `==`"),
    ("!=", "="): ("!==", "write `!=`"),
    ("=", ">"): ("=>", "write `lambda x: …`, or a `do` block"),
    ("+", "+"): ("++", "write `+= 1`"),
    ("-", "-"): ("--", "write `-= 1`"),
}
_FOREIGN_WORDS = {
    **dict.fromkeys(("function", "func", "fn", "fun"), "functions are defined with `def`"),
    **dict.fromkeys(("var", "let", "const", "val"), "a name is assigned without a keyword: `x = 1`"),
    **dict.fromkeys(("elseif", "elsif"), "write `elif`"),
    "switch": "write `match`", "foreach": "write `for`", "throw": "write `raise`", "catch": "write `except`",
    "new": "call the class: `C()`", "unless": "write `if not`", "until": "write `while not`",
}  # fmt: skip


@dataclass(slots=True)
class _Place:
    tokens: Tokens
    at: int
    accepts: Callable[[str], bool]
    start: int  # index of the first token of the logical line
    open: list[str]  # brackets open before the token

    @property
    def kind(self) -> str:
        return self.tokens.kinds[self.at]

    @property
    def span(self) -> Span:
        return self.tokens.spans[self.at]

    @property
    def first(self) -> str:
        return self.tokens.kinds[self.start]

    def before(self, distance: int = 1) -> str:
        """The kind of a token before, on the same line; empty if the line begins after it."""
        index = self.at - distance
        return self.tokens.kinds[index] if index >= self.start else ""

    def word(self, distance: int = 0) -> str:
        """The text of a name before (or, with 0, at) the token."""
        index = self.at - distance
        if index < self.start or self.tokens.kinds[index] != "NAME":
            return ""
        return str(self.tokens.values[index])

    def line_end(self) -> int:
        """The index of the NEWLINE, or END, that ends the line."""
        index = self.at
        while self.tokens.kinds[index] not in ("NEWLINE", END):
            index += 1
        return index

    def ends_with_colon(self) -> bool:
        return self.tokens.kinds[self.line_end() - 1] == ":"


def explain(tokens: Tokens, at: int, accepts: Callable[[str], bool]) -> Explanation:
    """Span, message and hint for the token at index `at`, which the parser did not accept."""
    start = at
    while start > 0 and tokens.kinds[start - 1] not in _LAYOUT:
        start -= 1
    opened: list[str] = []
    for kind in tokens.kinds[start:at]:
        if kind in _OPENERS:
            opened.append(kind)
        elif kind in _CLOSERS and opened:
            opened.pop()
    place = _Place(tokens, at, accepts, start, opened)
    if at == start or place.kind == "INDENT":
        found = _at_line_start(place)
        if found is not None:
            return found
    for case in (_left_out, _borrowed, _blocks, _equal_sign, _colon, _keyword_as_name, _missing_comma, _expected):
        found = case(place)
        if found is not None:
            return found
    return place.span, f"unexpected {_without_article(_shown(place))}", _hint_for_two_values(place)


def _at_line_start(place: _Place) -> Explanation | None:
    kind, span = place.kind, place.span
    if place.accepts("INDENT"):
        return _no_block(place)
    if place.accepts("case") and kind != "INDENT":
        return span, f"expected 'case', found {_shown(place)}", None
    if kind == "INDENT":
        return span, "unexpected indent", "no line above asks for a block here"
    if place.accepts("except") and place.accepts("finally") and not place.accepts("NAME"):
        return span, "expected 'except' or 'finally' after the block of 'try'", None
    if place.at and place.accepts("def") and place.accepts("@") and not place.accepts("pass"):
        return span, "expected a function or class after a decorator", None
    if kind in _CLAUSE_OF:
        return span, f"'{kind}' without {_CLAUSE_OF[kind]}", "it must stand right below that block, indented as it is"
    return None


def _no_block(place: _Place) -> Explanation:
    tokens = place.tokens
    header = place.at - 1
    while tokens.kinds[header] in _LAYOUT:
        header -= 1
    span = tokens.spans[header]
    kinds = []
    while header >= 0 and tokens.kinds[header] not in _LAYOUT:
        kinds.append(tokens.kinds[header])
        header -= 1
    first = kinds[-1]
    word = "do" if "do" in kinds and first not in _HEADERS else first
    block = _BLOCK_OF.get(word, f"'{word}'")
    return place.span, f"expected an indented block after the {block} on line {span.line}", "indent it, or write `pass`"


def _left_out(place: _Place) -> Explanation | None:
    """Parts of Python that the language leaves out."""
    kind = place.kind
    if kind == "*" and place.before() == "except":
        return place.span, "Flowmetal has no `except*`", "catch ExceptionGroup and look at its `exceptions`"
    if kind == "[" and place.before(2) in ("def", "class"):
        return place.span, "Flowmetal has no type parameters", "leave them out: annotations are never evaluated"
    if kind == "NAME" and place.at == place.start + 1 and place.word(1) == "type":
        return place.span, "Flowmetal has no `type` statement", "assign the type to a name"
    return None


def _borrowed(place: _Place) -> Explanation | None:
    """Operators and words of other languages, and of Python 2."""
    tokens, at = place.tokens, place.at
    for second in (at, at - 1):
        if second - 1 < place.start:
            continue
        pair = (tokens.kinds[second - 1], tokens.kinds[second])
        one, two = tokens.spans[second - 1], tokens.spans[second]
        touching = (one.end_line, one.end_column) == (two.line, two.column)
        if touching and pair in _FOREIGN_PAIRS:
            operator, hint = _FOREIGN_PAIRS[pair]
            return one.to(two), f"there is no operator '{operator}'", hint
    if at == place.start + 1 and place.kind in _BEGINS_VALUE:
        word = place.word(1)
        if word == "print":
            return place.span, "missing parentheses in a call of 'print'", "write `print(…)`"
        if word == "exec":
            return tokens.spans[at - 1], "there is no 'exec' in Flowmetal", LEFT_OUT["exec"]
        if word in _FOREIGN_WORDS:
            return tokens.spans[at - 1], f"'{word}' begins no statement", _FOREIGN_WORDS[word]
    if place.kind == "(" and place.first == "def" and place.open == ["("] and place.before() in ("(", ","):
        return place.span, "a parameter is a single name", "take the pair as one, and unpack it in the body"
    if place.kind == "," and place.first == "except":
        return place.span, "several exception types need parentheses", "write `except (A, B):`"
    if place.kind == "," and place.first == "raise" and not place.open:
        return place.span, "'raise' takes one exception", "write `raise E(message)`"
    if place.kind == "NAME" and place.word(1) == "new":
        return tokens.spans[at - 1], "there is no operator 'new'", _FOREIGN_WORDS["new"]
    if place.kind == ":=" and not place.open and place.at == place.start + 1:
        return place.span, "':=' cannot stand alone as a statement", "write `=`, or put parentheses around"
    return None


def _blocks(place: _Place) -> Explanation | None:
    """`do`, `match` and `case` where they do not belong."""
    if place.kind == "do":
        return place.span, "a `do` block can only follow a simple statement", "put the call on a line of its own"
    if place.word() == "do" and place.before() in _ENDS_VALUE:
        if place.open:
            return place.span, "a `do` block cannot stand inside brackets", "put the call on a line of its own"
        return place.span, "a `do` block must follow a call", "write `f(…) do:`"
    if place.at == place.start + 1 and place.ends_with_colon():
        if place.word(1) == "match":
            return place.span, "a 'match' needs an indented 'case' below", None
        if place.word(1) == "case":
            return place.tokens.spans[place.start], "'case' without 'match'", None
    return None


def _equal_sign(place: _Place) -> Explanation | None:
    if place.kind != "=":
        return None
    if place.open == ["("] and place.first == "def" and place.before(2) in ("*", "**"):
        return place.span, f"a '{place.before(2)}' parameter has no default", "it is empty when nothing is left for it"
    if not place.open and place.first in ("if", "elif", "while"):
        return place.span, "'=' cannot stand in a condition", "did you mean `==`?"
    if place.open and place.open[-1] == "{":
        return place.span, "'=' cannot stand in a dict or set", "a dict is written {key: value}"
    if place.open and place.open[-1] != "FOPEN":
        return place.span, "'=' cannot stand in an expression", "did you mean `==`, or `:=`?"
    if place.before() in KEYWORDS and place.at == place.start + 1:
        return (
            place.tokens.spans[place.at - 1],
            f"'{place.before()}' is a keyword and cannot be a name",
            f"write `{place.before()}_`",
        )
    return None


def _colon(place: _Place) -> Explanation | None:
    """A header without its colon."""
    kinds = place.tokens.kinds[place.start : place.at]
    if place.open or not (place.first in _HEADERS or "do" in kinds) or not place.accepts(":"):
        return None
    if place.first in COMPOUND and _colons_outside(kinds) > 0:
        return None  # the header has its colon: this is in the statement after it
    if place.before() == "else" and place.kind == "if":
        return place.span, "expected ':' after 'else'", "`else if` is written `elif`"
    kinds = place.tokens.kinds[place.at : place.line_end()]
    if place.kind == "NEWLINE" or _colons_outside(kinds) <= 0:
        return place.span, "expected ':'", None
    return None


def _colons_outside(kinds: list[str]) -> int:
    """Colons outside brackets, without those of `lambda`."""
    depth = found = 0
    for kind in kinds:
        depth += (kind in _OPENERS) - (kind in _CLOSERS)
        if depth == 0:
            found += (kind == ":") - (kind == "lambda")
    return found


def _keyword_as_name(place: _Place) -> Explanation | None:
    if place.kind not in KEYWORDS or not place.accepts("NAME"):
        return None
    if place.accepts("NUMBER"):
        return place.span, f"expected an expression, found {_shown(place)}", None
    return place.span, f"'{place.kind}' is a keyword and cannot be a name", f"write `{place.kind}_`"


def _missing_comma(place: _Place) -> Explanation | None:
    in_dict = bool(place.open) and place.open[-1] == "{" and place.accepts(":") and place.before() in _ENDS_VALUE
    if in_dict and (place.kind in _BEGINS_VALUE or place.kind in ("}", ",")):
        return place.span, f"expected ':' and a value before {_shown(place)}", "an item of a dict is `key: value`"
    in_list = bool(place.open) and place.open[-1] != "FOPEN"
    if in_list and place.before() in _ENDS_VALUE and place.kind in _BEGINS_VALUE and place.accepts(","):
        return place.span, f"expected ',' before {_shown(place)}", "did you forget a comma?"
    return None


def _expected(place: _Place) -> Explanation | None:
    """The one thing, or the few, that could come instead."""
    found = _shown(place)
    if place.kind == "FCLOSE" and place.before() == "FOPEN":
        return place.span, "empty replacement field in an f-string", "put an expression between the braces"
    if place.accepts("NUMBER"):
        return place.span, f"expected an expression, found {found}", None
    if place.accepts("else") and not place.accepts("NEWLINE") and "if" in place.tokens.kinds[place.start : place.at]:
        return place.span, f"expected 'else' after the 'if' of an expression, found {found}", "write `a if test else b`"
    if place.first == "for" and place.accepts("in") and not place.accepts(":"):
        return place.span, f"expected 'in', found {found}", "write `for x in xs:`"
    if place.first == "from" and place.kind == "NEWLINE" and place.before() == ",":
        return place.span, "a comma ends the list of names", "leave it out, or put parentheses around the names"
    wanted = [shown for kind, shown in _NAMED.items() if place.accepts(kind)]
    if 0 < len(wanted) <= 2:
        return place.span, f"expected {' or '.join(wanted)}, found {found}", None
    return None


_NAMED = {
    "NAME": "a name", "STRING": "a string", "(": "'('", ")": "')'", "]": "']'", "}": "'}'", ":": "':'", "=": "'='",
    "in": "'in'", "import": "'import'", "->": "'->'", ",": "','", "FCLOSE": "'}'", "NEWLINE": "the end of the line",
    ".": "'.'", "+": "an operator", ";": "';'",
}  # fmt: skip


def _shown(place: _Place) -> str:
    kind = place.kind
    if kind == "NAME":
        return f"name '{place.word()}'"
    if kind in KEYWORDS:
        return f"keyword '{kind}'"
    fixed = {
        "NUMBER": "a number", "DURATION": "a duration", "STRING": "a string", "FSTART": "an f-string",
        "FEND": "the end of the f-string", "FTEXT": "text of an f-string", "FOPEN": "'{'", "FCLOSE": "'}'",
        "FSPEC": "':'", "FCONV": "'!'", "NEWLINE": "the end of the line", "INDENT": "an indent",
        "DEDENT": "the end of the block", END: "the end of the file",
    }  # fmt: skip
    return fixed.get(kind, f"'{kind}'")


def _without_article(shown: str) -> str:
    for article in ("a ", "an ", "the "):
        shown = shown.removeprefix(article)
    return shown


def _hint_for_two_values(place: _Place) -> str | None:
    if place.before() in _ENDS_VALUE and place.kind in _BEGINS_VALUE:
        return "did you forget an operator, or a new line?"
    return None
