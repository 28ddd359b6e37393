"""Reads a source tree's shape from its syntax trees: who imports whom, and what its strings hold.

Every rule is a function from modules to a list of sentences, empty when the rule is kept, so that
the rules can be tried on small false trees as well as on this project.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

MAX_LINES = 250

# A tag, a comment or a doctype; a function, an arrow function or a declaration.
MARKUP = re.compile(r"</?[a-z][a-z0-9-]*(\s[^<>]*)?/?>?|<!--|<!doctype", re.IGNORECASE)
SCRIPT = re.compile(r"\bfunction\b[^()]{0,40}\(|=>|\b(?:const|let|var)\s+[\w$]+\s*=")


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, its text and its syntax tree."""

    name: str
    text: str
    tree: ast.Module
    is_package: bool

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


def modules_of(root: Path, packages: Iterable[str]) -> dict[str, Module]:
    """Every module of the packages below `root`, by dotted name."""
    found = {}
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            is_package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if is_package else parts)
            text = path.read_text(encoding="utf-8")
            found[name] = Module(name, text, ast.parse(text, str(path)), is_package)
    return found


def imports(module: Module) -> Iterator[str]:
    """The dotted names that a module asks for, wherever in the file; `from a import b` is a.b."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def arrows(modules: Mapping[str, Module]) -> dict[str, set[str]]:
    """Who imports whom among the modules themselves; a name's owner is the longest match."""
    graph: dict[str, set[str]] = {}
    for name, module in modules.items():
        graph[name] = set()
        for wanted in imports(module):
            owner = wanted
            while owner and owner not in modules:
                owner = owner.rpartition(".")[0]
            if owner and owner != name:
                graph[name].add(owner)
    return graph


def cycles(modules: Mapping[str, Module]) -> list[str]:
    """No two modules need each other, not even round a corner."""
    try:
        TopologicalSorter(arrows(modules)).prepare()
    except CycleError as error:
        return [" → ".join(error.args[1])]
    return []


def reachable(modules: Mapping[str, Module], start: str) -> set[str]:
    """All that a module imports, and what those import in turn."""
    graph = arrows(modules)
    seen: set[str] = set()
    waiting = list(graph.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(graph[name])
    return seen


def within(name: str, home: str) -> bool:
    """Whether a module is `home` itself or lies inside it, should it be a package."""
    return f"{name}.".startswith(f"{home}.")


def forbidden(modules: Mapping[str, Module], walls: Mapping[str, Collection[str]]) -> list[str]:
    """`walls` maps a module or package to those that it must not come to, even by way of others."""
    return [
        f"{start} must not come to {end}"
        for home, beyond in walls.items()
        for start in sorted(modules)
        if within(start, home)
        for end in sorted(reachable(modules, start))
        if any(within(end, wall) for wall in beyond)
    ]


def importers(modules: Mapping[str, Module], distribution: str) -> set[str]:
    """The modules that import a top-level package from outside."""
    return {
        name
        for name, module in modules.items()
        if any(wanted.split(".")[0] == distribution for wanted in imports(module))
    }


def outside(modules: Mapping[str, Module], dependency: str, homes: Collection[str]) -> list[str]:
    """Importers of a dependency that are not at home in one of `homes` (modules or packages)."""
    return [
        f"{name} imports {dependency}, which lives in {' and '.join(homes)}"
        for name in sorted(importers(modules, dependency))
        if not any(within(name, home) for home in homes)
    ]


def homeless(modules: Mapping[str, Module], dependency: str) -> list[str]:
    """A dependency that more than one module imports; a package below `story` is one home."""
    homes = sorted({".".join(name.split(".")[:2]) for name in importers(modules, dependency)})
    return [f"{dependency} has {len(homes)} homes: {', '.join(homes)}"] if len(homes) > 1 else []


def strings(module: Module) -> Iterator[str]:
    """Every string constant that is not a docstring, the fixed parts of f-strings included."""
    docstrings = {
        node.value
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and node not in docstrings:
            if isinstance(node.value, str):
                yield node.value
            elif isinstance(node.value, bytes):
                yield node.value.decode("latin-1")


def foreign_code(module: Module) -> list[str]:
    """The strings of a module that hold HTML or JavaScript, each as `module: string`."""
    return [
        f"{module.name}: {text}"
        for text in strings(module)
        if MARKUP.search(text) or SCRIPT.search(text)
    ]


def too_long(modules: Mapping[str, Module]) -> list[str]:
    """Modules of more lines than a reader keeps in mind."""
    lengths = {name: len(module.text.splitlines()) for name, module in modules.items()}
    return [f"{name} has {lines} lines" for name, lines in lengths.items() if lines > MAX_LINES]


def undocumented(modules: Mapping[str, Module]) -> list[str]:
    """Modules, and public functions and classes at their top level, that promise nothing."""
    silent = []
    for name, module in modules.items():
        if module.tree.body and ast.get_docstring(module.tree) is None:
            silent.append(name)
        silent += [
            f"{name}.{node.name}"
            for node in module.tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
        ]
    return silent
