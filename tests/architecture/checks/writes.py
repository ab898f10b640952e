"""Who may write: services through a revision, after asking access; nobody else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.checks.tree import sources, tree

MANAGERS = {"objects", "everywhere", "_base_manager", "_default_manager"}
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create", "asave", "adelete", "acreate"}
WRITERS = {"revision", "writer", "self"}
WRITING = {"create", "create_many", "update", "delete", "delete_many"}
CHANGING_SQL = re.compile(r"^\s*(insert|update|delete|truncate|replace)\b", re.IGNORECASE)
WRITE_WITH = {"revise": 1, "together": 1, "attempt": 1, "undo": 9}
"""What writes with a verb, and where it is said: undoing says it by name only."""
ALLOWED = {
    "src/steerco/foundation/ledger/writer.py": "is the one writer",
    "src/steerco/foundation/accounts/models.py": "makes accounts as Django's own manager does",
}


def no_write_outside_services(root: Path) -> list[str]:
    """Writes in services only (of rooms: through a revision only)."""
    found = []
    for path in sources(root):
        in_room = "capabilities" in path.parts
        if path.as_posix() in ALLOWED or (not in_room and _is_service(path)) or path.parts[1] != "steerco":
            continue
        way = "through `revise`" if _is_service(path) else "in services, through `revise`"
        found += [f"{path}:{line} writes with {said}: records are written {way}" for line, said in _writes(tree(root, path))]
        if in_room and not _is_service(path):
            found += [f"{path}:{line} opens a revision: that is for services" for line in _revisions(tree(root, path))]
    return found


def services_ask_access(root: Path) -> list[str]:
    """Every public service of a room takes `by` and asks for permission before it opens a revision."""
    found = []
    rooms: dict[Path, list[tuple[Path, ast.FunctionDef]]] = {}
    for path in sources(root):
        if "capabilities" in path.parts and _is_service(path):
            rooms.setdefault(Path(*path.parts[:4]), []).extend(
                (path, node) for node in tree(root, path).body if isinstance(node, ast.FunctionDef)
            )
    for functions in rooms.values():
        asking = _asking([node for _path, node in functions])
        for path, node in functions:
            if node.name.startswith("_") or not _writes_records(node, {n.name: n for _p, n in functions}):
                continue
            names = {argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]}
            if "by" not in names:
                found.append(f"{path}:{node.lineno} {node.name} writes without `by`")
            elif node.name not in asking:
                found.append(f"{path}:{node.lineno} {node.name} writes without asking access")
            elif _writes_before_asking(node, asking):
                found.append(f"{path}:{node.lineno} {node.name} writes before it asks access")
    return found


def services_speak_of_by(root: Path) -> list[str]:
    """The verbs of a room take keyword arguments, so that a call reads as a sentence."""
    found = []
    for path in sources(root):
        if "capabilities" not in path.parts or not _is_service(path):
            continue
        functions = {node.name: node for node in tree(root, path).body if isinstance(node, ast.FunctionDef)}
        for node in functions.values():
            verb = not node.name.startswith("_") and node.args.kwonlyargs and _writes_records(node, functions)
            if verb and _other_positional(node):
                found.append(f"{path}:{node.lineno} {node.name} takes positional arguments beside its keyword ones")
    return found


def _other_positional(node: ast.FunctionDef) -> bool:
    """Whether anything but who acts, and the revision that is open, is told by its place; one subject may be."""
    return len([argument for argument in node.args.args if argument.arg not in {"by", "writer", "revision"}]) > 1


def _is_service(path: Path) -> bool:
    return "services" in path.parts or path.name == "services.py"


def _writes(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in _inside_functions(module):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        verb, receiver = node.func.attr, node.func.value
        if isinstance(receiver, ast.Name) and receiver.id in WRITERS:
            continue
        if verb == "execute" and node.args and isinstance(node.args[0], ast.Constant) and CHANGING_SQL.match(str(node.args[0].value)):
            yield node.lineno, "SQL"
        elif verb in ALWAYS or (verb == "save" and not _is_form(receiver)):
            yield node.lineno, f".{verb}()"
        elif (verb == "create" and _chain(receiver) & MANAGERS) or (verb in {"update", "delete"} and _of_query(node, receiver)):
            yield node.lineno, f".{verb}()"


def _inside_functions(module: ast.Module) -> Iterator[ast.AST]:
    """What runs when something is called; what stands at the level of the module fills tables of the program."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            yield from (each for statement in node.body for each in ast.walk(statement) if not isinstance(each, ast.FunctionDef))


def _is_form(receiver: ast.expr) -> bool:
    """Whether it is a session, a workbook or a file that is saved, not a record."""
    return bool(_chain(receiver) & {"session", "workbook", "storage", "default_storage", "book"})


def _of_query(node: ast.Call, receiver: ast.expr) -> bool:
    chain = _chain(receiver)
    if chain & {"session", "cache", "headers", "context"}:
        return False
    if chain & (MANAGERS | {"filter", "exclude", "all"}):
        return True
    names = [keyword.arg for keyword in node.keywords]
    named = verb_is(node, "update") and bool(names) and not node.args and None not in names and "by" not in names
    return named or (verb_is(node, "delete") and not node.args and not names)


def verb_is(node: ast.Call, verb: str) -> bool:
    """Whether a call says this verb of something."""
    return isinstance(node.func, ast.Attribute) and node.func.attr == verb


def _chain(node: ast.expr) -> set[str]:
    """The names along a chain of attributes and calls."""
    names: set[str] = set()
    current: ast.expr | None = node
    while current is not None:
        if isinstance(current, ast.Attribute):
            names.add(current.attr)
            current = current.value
        elif isinstance(current, ast.Call):
            current = current.func
        elif isinstance(current, ast.Subscript):
            current = current.value
        else:
            if isinstance(current, ast.Name):
                names.add(current.id)
            current = None
    return names


def _revisions(module: ast.Module) -> list[int]:
    return [node.lineno for node in ast.walk(module) if isinstance(node, ast.Call) and _called(node) == "revise"]


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def _calls(node: ast.AST) -> list[ast.Call]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Call)]


def _asks_itself(node: ast.AST) -> bool:
    return any(_called(call).startswith("require") for call in _calls(node))


def _asking(functions: list[ast.FunctionDef]) -> set[str]:
    """The functions that ask for permission, themselves or through one that they call."""
    asking = {node.name for node in functions if _asks_itself(node)}
    while True:
        more = {node.name for node in functions if any(_called(call) in asking for call in _calls(node))} - asking
        if not more:
            return asking
        asking |= more


def _writes_records(node: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> bool:
    for call in _calls(node):
        name = _called(call)
        if name == "revise" or (name in WRITING and ast.unparse(call.func).split(".")[0] in {"writer", "revision"}):
            return True
        if name in functions and name not in seen and name != node.name and _writes_records(functions[name], functions, seen | {node.name}):
            return True
    return False


def _writes_before_asking(node: ast.FunctionDef, asking: set[str]) -> bool:
    calls = _calls(node)
    asked = [call.lineno for call in calls if _called(call).startswith("require") or _called(call) in asking]
    wrote = [call.lineno for call in calls if _called(call) == "revise"]
    return bool(wrote) and (not asked or min(wrote) < min(asked))


def verbs_have_words(root: Path) -> list[str]:
    """Every verb of the ledger is told in the past by the `words.py` of the room or mechanism that writes it, translatably."""
    found = []
    told = {path.parent: _words(tree(root, path)) for path in sources(root) if path.name == "words.py"}
    for path in sources(root):
        place = Path(*path.parts[:4])
        if path.as_posix() in ALLOWED or path.parts[1] != "steerco" or len(path.parts) < 5:
            continue
        for line, verb in _verbs(tree(root, path)):
            if verb is None:
                found.append(f"{path}:{line} writes with a verb that is no plain word: nobody can tell what it is called")
            elif verb and verb not in told.get(place, set()):
                found.append(f"{path}:{line} writes “{verb}”, for which {place}/words.py has no words")
    return found


def _words(module: ast.Module) -> set[str]:
    """The verbs that a file names, each by a call that translates."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and ast.unparse(node.func) == "name_verbs"]
    pairs = [
        pair for call in calls for each in call.args if isinstance(each, ast.Dict) for pair in zip(each.keys, each.values, strict=True)
    ]
    return {str(key.value) for key, words in pairs if isinstance(key, ast.Constant) and isinstance(words, ast.Call)}


def _verbs(module: ast.Module) -> Iterator[tuple[int, str | None]]:
    """The verbs that a file writes; None for what can't be read off the page."""
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    passing = {
        node.name: names.index("verb") for node in functions if "verb" in (names := [a.arg for a in node.args.args]) and _hands_on(node)
    }
    tables = {ast.unparse(node.targets[0]): node.value for node in module.body if isinstance(node, ast.Assign)}
    known = WRITE_WITH | passing
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        place = known.get(ast.unparse(call.func))
        if place is None or not (call.args and ast.unparse(call.args[0]) in {"by", "self.by", "system"}):
            continue
        given = [*call.args[place : place + 1], *(each.value for each in call.keywords if each.arg == "verb")]
        for node in given:
            yield from ((call.lineno, verb) for verb in _read(node, tables))


def _hands_on(function: ast.FunctionDef) -> bool:
    """Whether a function writes with the verb that it is given."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and ast.unparse(node.func) in WRITE_WITH]
    return any(isinstance(given, ast.Name) and given.id == "verb" for call in calls for given in call.args)


def _read(node: ast.expr, tables: dict[str, ast.expr]) -> list[str | None]:
    match node:
        case ast.Constant(value=str(verb)):
            return [verb]
        case ast.IfExp(body=one, orelse=other):
            return _read(one, tables) + _read(other, tables)
        case ast.Subscript(value=ast.Name(id=name)) if isinstance(table := tables.get(name), ast.Dict):
            return [verb for each in table.values for verb in _read(each, tables)]
        case ast.Name(id="verb"):
            return []  # said by whoever calls
    return [None]
