"""Module re against CPython's: generated patterns, a list of wrong ones, and time linear in the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowmetal.vm.modules import regex_match
from flowmetal.vm.modules.regex_match import Matcher
from flowmetal.vm.modules.regex_syntax import PatternError, parse_template
from flowmetal.vm.values import LimitExceeded

pytestmark = pytest.mark.filterwarnings("ignore:Possible nested set")
HOWS = ("search", "match", "fullmatch")
_CASES = "\u0130\u0131\u017fsSK\u212a\xb5\u03bc\u03c3\u03c2\u03a3\xdf\u1e9e\ufb05\ufb06"


def ours(pattern: str, text: str, how: str, flags: int = 0) -> object:
    try:
        automaton = Matcher(pattern, flags, True).automaton(how == "fullmatch")
    except PatternError as error:
        return error.text, error.at
    found = automaton.find(text, 0, len(text), how == "search", False)
    return None if found is None else (tuple(zip(found[:-1:2], found[1:-1:2], strict=True)), found[-1] or None)


def theirs(pattern: str, text: str, how: str, flags: int = 0) -> object:
    try:
        found = getattr(re, how)(pattern, text, flags)
    except re.error as error:
        return error.msg, error.pos
    return None if found is None else (found.regs, found.lastindex)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    counts = st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "{,1}", "*?", "+?", "??", "{1,2}?"])
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("(?:{0[0]}|{0[1]})".format),
        inner.map("({})".format),
        st.tuples(st.sampled_from(["(?:{})", "({})", "(?i:{})", "(?s:{})", "(?m-i:{})"]), inner, counts).map(
            lambda parts: parts[0].format(parts[1]) + parts[2]
        ),
    )


ATOMS = st.sampled_from([
    "a", "b", "c", "ab", ".", "[ab]", "[^a]", "[b-z]", r"[\d_]", r"[^\W]", r"\b", r"\B", "^", "$", r"\A", r"\Z",
    r"\w",
    r"\s", r"\d", r"\D", r"\S", r"\W", "", r"\x61", r"\n", "(?#x)", "A", r"\.",
])
PATTERNS = st.recursive(ATOMS, _larger, max_leaves=8)
FLAGS = st.sampled_from([0, 0, re.M, re.S, re.I, re.A, re.I | re.A, re.M | re.S])


@settings(max_examples=1500, deadline=None)
@given(PATTERNS, st.text("aabbcA1_ \n.\xe9", max_size=9), FLAGS)
def test_finds_what_python_finds(pattern: str, text: str, flags: int) -> None:
    for how in HOWS:
        assert ours(pattern, text, how, int(flags)) == theirs(pattern, text, how, flags)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["{}", "[{}]", "[^{}]", "[{}-\uffff]", r"\w[a{}]"]), st.sampled_from(_CASES), st.text(_CASES))
def test_letter_case(shape: str, letter: str, text: str) -> None:
    pattern = shape.format(letter)
    for flags in (re.I, re.I | re.A):
        assert ours(pattern, text, "search", int(flags)) == theirs(pattern, text, "search", flags)


@settings(max_examples=500, deadline=None)
@given(st.text(r"ab01[](){}*+?^$|\-,:Pig<>#.dw=", max_size=8))
def test_any_text_as_a_pattern(pattern: str) -> None:
    """Valid or not as in Python, with its words, but for what is left out."""
    pattern = pattern.rstrip("\\")  # Python reads ahead, and so may notice a last backslash before another mistake
    mine = ours(pattern, "ab01", "search")
    if type(mine) is tuple and "linear time" in str(mine[0]):
        return
    assert mine == theirs(pattern, "ab01", "search")


@pytest.mark.parametrize("pattern", [
    "(", ")", "a)", "(a", "[", "[a", "[]", "[^]", "*", "+a", "a**", "a+*", "(?", "(?P", "(?P<", "(?P<>a)", "(?P<1>a)",
    "(?P<a", "(?P<a>b)(?P<a>c)", "(?P!", "(?z)", "(?i", "(?i-", "(?i-i:a)", "(?-a:b)", "(?i-m", "(?iz)", "(?<a)",
    "a(?i)b", "\\",
    r"\q", r"[\q]", r"\x1", r"\u12", r"[z-a]", r"[\w-a]", r"[a-\d]", "a{2,1}", r"\1", r"\8", r"(a)\400",
    r"\N{nothing}", r"\N",
    "(?#a", "[a\\", "^*", "$+", r"\b*", "(?au:a)", "x{1}{2}", "|*", "(?:*)", "{1}", "a{", "a{1", "a{1,", "a{,}",
    "a{}", "[[a]",
    "(?x) a  b # c\n d", "[]a]", "[^]a]", "[a-]", "[-a]", "[a-c-e]", r"\07\077", r"[\07]", r"\N{SPACE}",
    "(?s:.)(?-s:.)", "(?a)\\w",
    "(?im)a", "(?i)(?m)a", " (?i)a",
])
def test_same_words(pattern: str) -> None:
    for text in ("", "a", "ab b", " \x07?"):
        assert ours(pattern, text, "search") == theirs(pattern, text, "search")


@pytest.mark.parametrize(("pattern", "what"), [
    (r"(a)\1", "back-references"), ("(?P<a>b)(?P=a)", "back-references"), ("(?=a)", "look-ahead"), ("(?!a)",
    "look-ahead"),
    ("(?<=a)", "look-behind"), ("(?<!a)", "look-behind"), ("(a)?(?(1)b)", "conditional"), ("(?>a)", "atomic"),
    ("a++", "possessive"),
])
def test_left_out(pattern: str, what: str) -> None:
    with pytest.raises(PatternError, match=f"{what}.* not supported, as regular .* linear time"):
        Matcher(pattern, 0, True)


@pytest.mark.parametrize("template", [
    r"\1\2", r"\g<1>\g<x>", r"\g<0>", r"\n\\\t", r"\q", r"\g", r"\g<", r"\g<>", r"\g<9>", r"\g<-1>", r"\g<nope>",
    "\\", r"\9", r"\141", r"\0",
    r"\400", r"\11", "plain", "", r"\.",
])
def test_templates(template: str) -> None:
    pattern = re.compile("(?P<x>a)(b)")

    def mine() -> object:
        return "".join(part if type(part) is str else pattern.match("ab")[part] for part in parse_template(
            template, True, 2, {"x": 1}
        ))

    try:
        wanted = pattern.sub(template, "ab")
    except re.error as error:
        with pytest.raises(PatternError) as caught:
            mine()
        assert (caught.value.text, caught.value.at) == (error.msg, error.pos)
    except IndexError as error:
        with pytest.raises(IndexError, match=re.escape(str(error))):
            mine()
    else:
        assert mine() == wanted


@pytest.mark.parametrize(("pattern", "unit"), [
    ("(a*)*b", "a"), ("(a|a)*b", "a"), ("(x+x+)+y", "x"), (r"^(\w+\s?)*$!", "word "), ("(a?){20}b", "a"),
    ("(.*),(.*)=", "a,"),
    ("((((a*)*)*)*)*c", "a"),
])
def test_linear_time(pattern: str, unit: str) -> None:
    """Ten times the text, at most ten times the steps: counted, not timed."""
    counts = []
    for length in (300, 3000):
        automaton = Matcher(pattern, 0, True).automaton(False)
        text = unit * (length // len(unit))
        assert automaton.find(text, 0, len(text), True, False) is None
        counts.append(automaton.steps)
    assert counts[1] <= 10.5 * counts[0]
    assert counts[1] <= 3000 * len(automaton.program)


def test_steps_do_not_depend_on_what_is_kept() -> None:
    matcher = Matcher(r"(\w+) (\d+)", 0, True)
    text = "ab 1, cd 22 " * 20
    counts = []
    for _ in range(2):
        before = matcher.automaton(False).steps
        matcher.automaton(False).find(text, 5, len(text), True, False)
        counts.append(matcher.automaton(False).steps - before)
    assert counts[0] == counts[1]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for pattern in ("a{5000}", "(?:a{100}){100}", "(?:(?:a?){1,70}){1,70}"):
        with pytest.raises(PatternError, match="program of more than 5000 steps"):
            Matcher(pattern, 0, True)
    with pytest.raises(PatternError, match="nested more than 100 deep"):
        Matcher("(" * 101 + ")" * 101, 0, True)
    with pytest.raises(PatternError, match="repeats one in another"):
        Matcher("(?:" * 14 + "a" + ")*" * 14, 0, True)
    monkeypatch.setattr(regex_match, "MAX_STEPS", 1000)
    with pytest.raises(LimitExceeded, match="more than 1000 steps"):
        Matcher("a*b", 0, True).automaton(False).find("a" * 2000, 0, 2000, True, False)


def test_the_kept_steps_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex_match, "_MAX_KEPT", 5)
    text = "abcabdabeabf" * 3
    for pattern in ("(a)(b)(?:c|d)?(.)f?", r"\b(?:a|b)+(\w)", "(a.*)f(a)"):
        for how in HOWS:
            assert ours(pattern, text, how) == theirs(pattern, text, how)
