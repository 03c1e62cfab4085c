"""Finding all modules of a program, and joining them to a bundle.

`import x` finds `x.fm`, or the package `x/__init__.fm`, beside the importing file, then beside the main file, then on
the search path, then in the standard library; a module of the standard library finds only others of it. Modules
may import each other in a circle.

A module's key, by which the bundle knows it, is its dotted name. Where two files would have one name (a program's
own `json.fm`, and that of the library, which `http` needs), the library's keeps it and the other becomes `json#2`.

Files are read once, and everything that was looked for and found or not is noted in `Linker.files`: a program's
cached bundle is good as long as all of that is still so.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from flowmetal.bytecode import bundle
from flowmetal.bytecode.builtins import MODULE_NAMES
from flowmetal.bytecode.code import Bundle, ModuleCode
from flowmetal.compiler import cache, library, tree
from flowmetal.compiler.advice import advise
from flowmetal.compiler.codegen import ImportPlan, MissingModule
from flowmetal.compiler.diagnostics import Diagnostic, has_errors
from flowmetal.compiler.library import PACKAGE_FILE, PRELUDE, SUFFIX
from flowmetal.compiler.module import Front, back, front
from flowmetal.compiler.suggest import did_you_mean
from flowmetal.compiler.symbols import ImportUse
from flowmetal.source import SourceFile, Span


@dataclass(eq=False, slots=True)
class Module:
    """One file of the program, as far as it has come."""

    path: str
    name: str  # dotted; unique unless two files share it
    file: str  # in the bundle
    shown: str  # in diagnostics
    package: bool
    library: bool
    parent: Module | None
    text: str = ""
    digest: str = ""
    front: Front | None = None
    stored: cache.StoredModule | None = None
    # id of an Alias or ImportFrom node -> the modules on the way and the one wanted
    targets: dict[int, tuple[Module, ...] | MissingModule] = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)  # dotted names of library modules, for the cache
    key: str = ""
    expanded: bool = False  # its star imports are bound


class Linker:
    """Collects the modules of one program, then compiles them. `diagnostics` is complete after `link`."""

    def __init__(self, path: str, search_path: Iterable[str], *, caching: bool = True) -> None:
        self.library_directory = library.directory()
        self.main_directory = os.path.dirname(os.path.abspath(path))
        self.shown_directory = os.path.dirname(path)
        self.search_path = [os.path.abspath(directory) for directory in search_path]
        self.caching = caching
        self.modules: dict[str, Module] = {}  # by path; the main module is under ""
        self.pending: list[Module] = []
        self.files: dict[str, str | None] = {}  # path -> SHA-256 of its content; None: it was not there
        self.sources: dict[str, SourceFile] = {}
        self.diagnostics: list[Diagnostic] = []
        self.advice: list[Diagnostic] = []  # warnings; errors elsewhere make them idle
        name = os.path.basename(path)
        self.main = Module(os.path.abspath(path), "__main__", name, path, False, False, None)

    # -- the whole

    def link(self) -> Bundle | None:
        """All modules, compiled; None if a diagnostic is an error. Raises OSError if the main file is unreadable."""
        self.load("", self.main)
        self.look_in(self.library_directory, PRELUDE, None, is_library=True)
        while self.pending:
            self.discover(self.pending.pop(0))
        self.give_keys()
        modules = list(self.modules.values())
        compiled = [self.compile(module) for module in modules]
        if has_errors(self.diagnostics) or None in compiled:
            return None
        self.diagnostics += self.advice
        name = os.path.splitext(self.main.file)[0]
        joined = Bundle("", name, {code.key: code for code in compiled if code is not None})
        joined.hash = bundle.content_hash(joined)
        return joined

    def give_keys(self) -> None:
        """Library modules first, so that theirs is the plain name."""
        taken: set[str] = set()
        for module in sorted(self.modules.values(), key=lambda m: not m.library):
            self.give_key(module, taken)

    def give_key(self, module: Module, taken: set[str]) -> None:
        if module.key:
            return
        key = module.name
        if module.parent is not None:
            self.give_key(module.parent, taken)
            key = f"{module.parent.key}.{module.name.rpartition('.')[2]}"
        number = 2
        while key in taken:
            key = f"{module.name}#{number}"
            number += 1
        taken.add(key)
        module.key = key

    # -- reading

    def load(self, slot: str, module: Module) -> None:
        """Read a file for the first time; its front end follows, unless it is in the cache."""
        self.modules[slot] = module
        with open(module.path, "rb") as file:
            data = file.read()
        module.digest = self.files[module.path] = hashlib.sha256(data).hexdigest()
        module.text = data.decode("utf-8", "replace")
        self.sources[module.shown] = SourceFile(module.shown, module.text)
        self.pending.append(module)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            module.front = Front(None, None, [self.not_utf8(module, data, error)])
            return
        if module.library and self.caching:
            module.stored = cache.stored_module(self.library_directory, module.name, module.digest, module.text)
        if module.stored is None:
            module.front = front(module.text, module.shown)

    def not_utf8(self, module: Module, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
        before = data[: error.start].decode("utf-8").replace("\r\n", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n") - 1
        return Diagnostic(
            "error", Span(line, column, line, column + 1), f"not UTF-8: byte 0x{data[error.start]:02x}",
            "save the file as UTF-8", (), module.shown,
        )

    def discover(self, module: Module) -> None:
        """Find what module imports."""
        if module.stored is not None:
            for name in module.stored.needs:
                self.find(module, name)
            return
        assert module.front is not None
        self.diagnostics += module.front.diagnostics
        if module.front.table is None:
            return
        for use in module.front.table.imports:
            if isinstance(use.node, tree.Import):
                for alias in use.node.names:
                    module.targets[id(alias)] = self.wanted(module, alias.name, alias.span, use.guarded)
            else:
                module.targets[id(use.node)] = self.wanted_from(module, use.node, use.guarded)

    # -- finding

    def wanted(self, module: Module, name: str, span: Span, guarded: bool) -> tuple[Module, ...] | MissingModule:
        found = self.find(module, name)
        if isinstance(found, tuple):
            return found
        if not guarded:
            self.error(module, span, f"no module named '{found.name}'", self.missing_hint(module, found.name))
        return found

    def missing_hint(self, module: Module, name: str) -> str | None:
        outer, _, last = name.rpartition(".")
        if outer:
            chain = self.find(module, outer)
            if not isinstance(chain, tuple):
                return None
            if not chain[-1].package:
                return f"'{outer}' is not a package"
            return did_you_mean(last, library.names(os.path.dirname(chain[-1].path)))
        known = self.library_names
        if not module.library:
            known = known.union(*(library.names(directory) for directory in self.roots(module)))
        return library.missing_hint(name, known)

    def wanted_from(self, module: Module, node: tree.ImportFrom, guarded: bool) -> tuple[Module, ...] | MissingModule:
        if node.level == 0:
            assert node.module is not None
            found = self.wanted(module, node.module, node.span, guarded)
        else:
            found = self.relative(module, node, guarded)
        if isinstance(found, tuple) and found[-1].package:
            for alias in node.names:  # `from package import module`
                if alias.name != "*":
                    self.submodule(module, found[-1], alias.name)
        return found

    def relative(self, module: Module, node: tree.ImportFrom, guarded: bool) -> tuple[Module, ...] | MissingModule:
        base = module if module.package else module.parent
        for _ in range(node.level - 1):
            base = base.parent if base is not None else None
        if base is None:
            problem = "attempted relative import with no known parent package"
            if module.parent is not None or module.package:
                problem = "attempted relative import beyond top-level package"
            self.error(module, node.span, problem)
            return MissingModule(node.module or ".")
        chain = [base]
        while chain[0].parent is not None:
            chain.insert(0, chain[0].parent)
        for part in (node.module or "").split("."):
            found = self.submodule(module, chain[-1], part) if part else chain[-1]
            if found is None:
                missing = f"{chain[-1].name}.{part}"
                if not guarded:
                    known = library.names(os.path.dirname(chain[-1].path))
                    self.error(module, node.span, f"no module named '{missing}'", did_you_mean(part, known))
                return MissingModule(missing)
            if found is not chain[-1]:
                chain.append(found)
        return tuple(chain)

    def find(self, module: Module, name: str) -> tuple[Module, ...] | MissingModule:
        """The modules a, a.b, a.b.c for the name a.b.c as module imports it."""
        first, *rest = name.split(".")
        top = None
        for root in self.roots(module):
            beside = not module.library and root == os.path.dirname(module.path)
            parent = (module if module.package else module.parent) if beside else None
            top = self.look_in(root, first, parent, is_library=root == self.library_directory)
            if top is not None:
                break
        if top is None:
            return MissingModule(first)
        chain = [top]
        for part in rest:
            found = self.submodule(module, chain[-1], part)
            if found is None:
                return MissingModule(f"{chain[-1].name}.{part}")
            chain.append(found)
        if module.library:
            module.needs.append(name)
        return tuple(chain)

    def roots(self, module: Module) -> list[str]:
        if module.library:
            return [self.library_directory]
        return list(dict.fromkeys(
            [os.path.dirname(module.path), self.main_directory, *self.search_path, self.library_directory]
        ))

    def submodule(self, module: Module, package: Module, name: str) -> Module | None:
        if not package.package:
            return None
        found = self.look_in(os.path.dirname(package.path), name, package, is_library=package.library)
        if found is not None and module.library:
            module.needs.append(found.name)
        return found

    def look_in(self, directory: str, name: str, parent: Module | None, *, is_library: bool) -> Module | None:
        """The module `name` in directory, loaded if it is new; None if there is none."""
        for path, package in (
            (os.path.join(directory, name, PACKAGE_FILE), True), (os.path.join(directory, name + SUFFIX), False),
        ):
            if path in self.modules:
                return self.modules[path]
            if self.files.get(path, "") is None:
                continue
            if not os.path.isfile(path):
                self.files[path] = None
                continue
            dotted = f"{parent.name}.{name}" if parent is not None else name
            module = Module(path, dotted, *self.names(path, is_library), package, is_library, parent)
            try:
                self.load(path, module)
            except OSError as error:
                module.front = Front(None, None, [])
                self.error(module, Span(1, 0, 1, 0), f"cannot read it: {error.strerror}")
            return module
        return None

    def names(self, path: str, is_library: bool) -> tuple[str, str]:
        """A file's name in the bundle, the same on every machine, and in diagnostics, as the user sees it."""
        if is_library:
            name = "stdlib/" + os.path.relpath(path, self.library_directory).replace(os.sep, "/")
            return name, name
        if path.startswith(self.main_directory + os.sep):
            relative = os.path.relpath(path, self.main_directory)
            return relative.replace(os.sep, "/"), os.path.join(self.shown_directory, relative)
        for root in self.search_path:
            if path.startswith(root + os.sep):
                relative = os.path.join(os.path.basename(root), os.path.relpath(path, root))
                return relative.replace(os.sep, "/"), os.path.relpath(path)
        return os.path.basename(path), os.path.relpath(path)

    # -- compiling

    def compile(self, module: Module) -> ModuleCode | None:
        if module.stored is not None:
            if module.key == module.name:
                return module.stored.code
            raise AssertionError("a library module keeps its name")
        assert module.front is not None
        begun, table = module.front, module.front.table
        if begun.tree is None or table is None:
            return None
        self.expand_stars(module)
        plans: dict[int, ImportPlan] = {}
        for use in table.imports:
            self.plan(module, use, plans)
        code, diagnostics = back(
            begun.tree, table, plans, text=module.text, key=module.key, file=module.file, shown=module.shown,
            library=module.library, package=module.package, modules=self.library_names,
        )
        self.diagnostics += diagnostics
        if code is not None and not module.library:
            self.advice += advise(begun.tree, table, self.sources[module.shown], package=module.package)
        clean = code is not None and not begun.diagnostics and not diagnostics
        if clean and code is not None and module.library and self.caching and not _has_stars(table.imports):
            cache.store_module(
                self.library_directory, module.name, module.digest,
                needs=list(dict.fromkeys(module.needs)), bound=table.bound_names(), exports=table.exports(), code=code,
            )
        return code

    def plan(self, module: Module, use: ImportUse, plans: dict[int, ImportPlan]) -> None:
        nodes = use.node.names if isinstance(use.node, tree.Import) else (use.node,)
        for node in nodes:
            target = module.targets[id(node)]
            if isinstance(target, MissingModule):
                plans[id(node)] = ImportPlan(target)
                continue
            stars: tuple[str, ...] = ()
            if isinstance(node, tree.ImportFrom):
                stars = self.exports(target[-1]) if _is_star(node) else ()
                if not use.guarded:
                    self.check_names(module, node, target[-1])
            plans[id(node)] = ImportPlan(tuple(m.key for m in target), stars)

    def check_names(self, module: Module, node: tree.ImportFrom, target: Module) -> None:
        """Refuse `from target import name` where target binds no such name."""
        bound = self.bound(target)
        if bound is None:
            return
        for alias in node.names:
            known = alias.name in bound or alias.name in MODULE_NAMES or alias.name == "*"
            if not known and self.submodule(module, target, alias.name) is None:
                self.error(module, alias.span, f"cannot import name '{alias.name}' from '{target.name}'",
                           did_you_mean(alias.name, bound))

    def expand_stars(self, module: Module) -> None:
        """Bind what `from x import *` brings, in module's table. In a circle, what is known so far."""
        if module.expanded or module.front is None or module.front.table is None:
            return
        module.expanded = True
        table = module.front.table
        for use in table.imports:
            if isinstance(use.node, tree.ImportFrom) and _is_star(use.node):
                target = module.targets.get(id(use.node))
                if isinstance(target, tuple):
                    for name in self.exports(target[-1]):
                        table.bind(name, use.node.span)

    def exports(self, module: Module) -> tuple[str, ...]:
        if module.stored is not None:
            return module.stored.exports
        self.expand_stars(module)
        table = module.front.table if module.front is not None else None
        return table.exports() if table is not None else ()

    def bound(self, module: Module) -> frozenset[str] | None:
        """The names that module has; None if it has errors, so that they are not known."""
        if module.stored is not None:
            return frozenset(module.stored.bound)
        self.expand_stars(module)
        if module.front is None or module.front.table is None:
            return None
        return frozenset(module.front.table.bound_names())

    @cached_property
    def library_names(self) -> frozenset[str]:
        return library.names(self.library_directory) - {PRELUDE}

    def error(self, module: Module, span: Span, message: str, hint: str | None = None) -> None:
        self.diagnostics.append(Diagnostic("error", span, message, hint, (), module.shown))


def _is_star(node: tree.ImportFrom) -> bool:
    return any(alias.name == "*" for alias in node.names)


def _has_stars(imports: Iterable[ImportUse]) -> bool:
    return any(isinstance(use.node, tree.ImportFrom) and _is_star(use.node) for use in imports)
