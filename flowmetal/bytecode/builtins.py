"""The names that every program knows without an import, and the names of Python's that Flowmetal leaves out.

The compiler takes a name for a built-in if it stands here and nothing else binds it; the machine, with the
prelude, must have a value for each (a test of the machine compares). Naming a left-out one is a compile-time
error which says what to use instead.
"""

from __future__ import annotations

_PYTHON_TYPES_AND_FUNCTIONS = """
    abs all any ascii bin bool bytes callable chr classmethod delattr dict dir divmod enumerate filter
    float format frozenset getattr hasattr hash hex id int isinstance issubclass iter len list map max min next
    object oct ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super
    tuple type vars zip Ellipsis NotImplemented
"""
_PYTHON_EXCEPTIONS = """
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BrokenPipeError BufferError
    ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError
    EOFError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError
    ImportError IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError
    MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError
    PermissionError RecursionError ReferenceError RuntimeError StopIteration SyntaxError SystemError SystemExit
    TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
    UnicodeTranslateError ValueError ZeroDivisionError Warning UserWarning DeprecationWarning RuntimeWarning
    FutureWarning BlockingIOError ChildProcessError ProcessLookupError EnvironmentError StopAsyncIteration TabError
    BytesWarning EncodingWarning ImportWarning PendingDeprecationWarning ResourceWarning SyntaxWarning UnicodeWarning
"""
_FLOWMETAL = """
    foreign secret perform sleep sleep_until now receive send timeout progress exit duration Cancelled Uncertain
    LimitExceeded ProcessError RequestError
"""
BUILTIN_NAMES: frozenset[str] = frozenset(
    " ".join((_PYTHON_TYPES_AND_FUNCTIONS, _PYTHON_EXCEPTIONS, _FLOWMETAL)).split()
)

# What library modules, and only they, know besides: the machine's side of what they offer.
LIBRARY_NAMES: frozenset[str] = frozenset(
    """
    _also _binary_plain _comparable _fields_of _heir _is_heir _new _plain
    _base64_decode _base64_encode _bind _crc32 _hash_bytes _make_class _new_like _own_names _pbkdf2 _set_fields
    _alarm _as_timeout _ascii_only _bad_conversion _callback_url _combine_hashes _current_task _digest _disarm
    _foreign_named _foreign_options _foreign_request _freeze
    _is_barred _is_instance _is_iterator _json_read _json_write _math_acos _math_acosh _math_asin _math_asinh _math_atan
    _math_atan2 _math_atanh _math_cbrt _math_ceil _math_comb _math_copysign _math_cos _math_cosh _math_degrees
    _math_dist _math_erf _math_erfc _math_exp _math_exp2 _math_expm1 _math_fabs _math_factorial _math_floor
    _math_fmod _math_frexp _math_fsum _math_gamma _math_gcd _math_hypot _math_isclose _math_isfinite _math_isinf
    _math_isnan _math_isqrt _math_lcm _math_ldexp _math_lgamma _math_log _math_log10 _math_log1p _math_log2
    _math_modf _math_nextafter _math_perm _math_pow _math_prod _math_radians _math_remainder _math_sin _math_sinh
    _math_sqrt _math_tan _math_tanh _math_trunc _math_ulp _method _module_main _output _parse_template
    _percent_parts _plain_repr _process_id _promise _property_or_else _random_bits _random_bytes _random_float _receive
    _refuse _repr_around _re_check _re_find _re_template
    _resolve _same _set_text _settle_ignored _sha256 _slots_setattr _sort_by_keys _split_field _take_all _time_at
    _time_parse _timer _token _twister _twister_bits _twister_float _type_name _wrap_hash _zone_read
    """.split()  # noqa: SIM905  as above
)

# Set in every module's globals by the machine.
MODULE_NAMES: frozenset[str] = frozenset({"__name__", "__file__", "__doc__"})
# Readable in a class body without being assigned there.
CLASS_NAMES: frozenset[str] = frozenset({"__module__", "__qualname__", "__name__"})

# Python's built-ins that are left out -> what to use instead.
LEFT_OUT: dict[str, str] = {
    "eval": "parse the text with json.loads, or keep the choices as functions in a dict",
    "exec": "keep the choices as functions in a dict",
    "compile": "keep the choices as functions in a dict",
    "globals": "keep the values in a dict of your own",
    "locals": "keep the values in a dict of your own",
    "open": "a program has no files; let a worker do it: perform(topic, payload)",
    "input": "use receive(channel) and answer with 'flowmetal-vm send'",
    "__import__": "use an import statement",
    "complex": "there are no complex numbers; keep two floats",
    "memoryview": "use bytes",
    "bytearray": "use bytes, or a list of numbers",
    "breakpoint": "use 'flowmetal-vm show' to see where a process is, 'flowmetal-vm journal' for its past",
    "help": "use 'flowmetal-vm run FILE --help'",
    "quit": "use exit()",
    "aiter": "any function may wait; use iter()",
    "anext": "any function may wait; use next()",
}

# Special methods that Python calls and Flowmetal does not -> what to use instead.
LEFT_OUT_METHODS: dict[str, str] = {
    "__getattribute__": "write __getattr__, or properties",
    "__del__": "use 'with', or 'try … finally'",
    **dict.fromkeys(("__get__", "__set__", "__delete__"), "use a property, or __getattr__ and __setattr__"),
    "__aenter__": "any method may wait: write __enter__",
    "__aexit__": "any method may wait: write __exit__",
    "__aiter__": "any method may wait: write __iter__",
    "__anext__": "any method may wait: write __next__, and raise StopIteration at the end",
    **dict.fromkeys(
        ("__prepare__", "__instancecheck__", "__subclasscheck__", "__mro_entries__"),
        "there are no metaclasses; use a class decorator, or __init_subclass__",
    ),
}

# Names that Flowmetal will have -> what to use until then.
NOT_YET: dict[str, str] = {
    "config": "pass it as an argument of main",
}
