"""The files of the Python client that the document decides: the records of each register, what may be done, the calculations."""

from __future__ import annotations

import argparse
import keyword
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from steerco.foundation.api.client_calls import GIVEN, GROUPS, TYPES, answered, method, named_schema, type_of

Document = dict[str, Any]
LONGEST = 120
LETTERS = (("a", "c"), ("d", "m"), ("n", "r"), ("s", "z"))
HEAD = '''"""{says} Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

'''
EVERY = '''    def every(self, **asked: Any) -> Iterator[{kind}]:
        """Each of them, page after page."""
        after: int | None = NOT_GIVEN
        while after is not None:
            found, after = self.list(after=after, **asked)
            yield from found
'''
FOLDER = Path(__file__).resolve().parents[3] / "steerco_client"


def client_files(document: Document) -> dict[str, str]:
    """Name → text of each file, as the formatter leaves it."""
    tags = list(dict.fromkeys(each["tags"][0] for methods in document["paths"].values() for each in methods.values()))
    there = _operations(document)
    names = [tag for tag in tags if f"{tag}_list" in there and f"{tag}_get" in there and tag not in ("revisions", *GROUPS)]
    found = {f"{name}.py": _register(document, name) for name in names}
    found |= {f"{name}.py": _group(document, name, says) for name, says in GROUPS.items()}
    found |= _calculations(document)
    found["office.py"] = _office([*names, *GROUPS])
    return {name: _formatted(text) for name, text in found.items()}


def _operations(document: Document) -> dict[str, tuple[str, dict[str, Any]]]:
    return {told["operationId"]: (path, told) for path, methods in document["paths"].items() for told in methods.values()}


def _group(document: Document, name: str, says: str) -> str:
    """What is no register: a class with a method for each operation, and the types of what they answer."""
    of_group = [
        (path, verb, told) for path, methods in document["paths"].items() for verb, told in methods.items() if told["tags"] == [name]
    ]
    answers = [named_schema(answered(told) or {}).removesuffix("Page") for _path, _verb, told in of_group]
    kinds = [kind for kind in dict.fromkeys(answers) if kind]
    schemas = document["components"]["schemas"]
    types = [_typed_dict(kind, schemas[kind], schemas[kind]["description"], TYPES) for kind in kinds]
    imports = (
        "from collections.abc import Iterator, Sequence\nfrom typing import Any, TypedDict, cast\n\n"
        "from steerco_client.asking import NOT_GIVEN, sent\nfrom steerco_client.calls import Connection, quoted"
    )
    methods = [method(path, verb, told["operationId"].removeprefix(f"{name}_"), told) for path, verb, told in of_group]
    body = (
        f'class {_title(name)}:\n    """{says}."""\n\n    def __init__(self, connection: Connection) -> None:\n'
        f"        self.connection = connection\n\n" + "\n".join([*methods, EVERY.format(kind=kinds[0])])
    )
    return "\n\n".join([HEAD.format(says=f"{says}.") + imports, *types, body])


def _register(document: Document, name: str) -> str:
    operations, schemas = _operations(document), document["components"]["schemas"]
    path, listed = operations[f"{name}_list"]
    page = listed["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    record = page.removesuffix("Page")
    parts = [_typed_dict(record, schemas[record], "One record.", TYPES)]
    bases = [f"Reads[{record}]"]
    if f"{name}_create" in operations:
        parts.append(_typed_dict(f"{record}Values", schemas[f"{record}Values"], "What a new record takes.", GIVEN))
        bases = [f"Adds[{record}, {record}Values]"]
    if f"{name}_update" in operations:
        parts.append(_typed_dict(f"{record}Changes", schemas[f"{record}Changes"], "What may be changed.", GIVEN))
        bases = [f"Changes[{record}, {record}Values, {record}Changes]"]
    if f"{name}_delete" in operations:
        bases = [*(base for base in bases if not base.startswith("Reads")), f"Removes[{record}]"]
    if f"{name}_bulk" in operations:
        bases = [*(base for base in bases if not base.startswith("Reads")), f"Many[{record}]"]
    acts = list(_acts(document, name))
    used = sorted({base.partition("[")[0] for base in bases})
    summary = listed["summary"]
    head = HEAD.format(says=f"{name.replace('_', ' ').capitalize()}.")
    imports = (
        "from decimal import Decimal\nfrom typing import Any, TypedDict\n\nfrom steerco_client.asking import NOT_GIVEN, sent\n"
        "from steerco_client.calls import quoted\nfrom steerco_client.registers import " + ", ".join(used)
    )
    body = (
        f'class {_title(name)}({", ".join(bases)}):\n    """{summary}, and what else may be done with them."""\n\n    path = "{path}"\n'
        + "\n".join(["", *acts])
    )
    return "\n\n".join([head + imports, *parts, body])


def _acts(document: Document, name: str) -> Iterator[str]:
    """What else may be done with the records of a register: a method for each operation of its own."""
    for path, methods in document["paths"].items():
        for verb, told in methods.items():
            word = told["operationId"].removeprefix(f"{name}_")
            if told["tags"] != [name] or word in ("list", "get", "create", "update", "delete", "bulk") or "{slug}" not in path:
                continue
            yield method(path, verb, word, told)


def _typed_dict(name: str, schema: dict[str, Any], says: str, types: dict[str, str]) -> str:
    """A class where every name can be one, else the same by call."""
    needed = set(schema.get("required", ()))
    fields = [(field, type_of(held, types), field in needed) for field, held in schema["properties"].items()]
    if any(keyword.iskeyword(field) for field, _said, _needed in fields):
        listed = ", ".join(f'"{field}": {_quoted(said)}' for field, said, _needed in fields)
        return f"{name} = TypedDict({name!r}, {{{listed}}}, total=False)"
    required = [f"    {field}: {said}" for field, said, whole in fields if whole]
    others = [f"    {field}: {said}" for field, said, whole in fields if not whole]
    own = f'class _{name}(TypedDict):\n    """What is always there."""\n\n' + "\n".join(required) + "\n\n\n" if required else ""
    base = f"_{name}" if required else "TypedDict"
    lines = "\n".join(others)
    return f'{own}class {name}({base}, total=False):\n    """{says}"""\n\n{lines}'


def _quoted(said: str) -> str:
    return f'"{said}"' if "|" in said or "[" in said else said


def _calculations(document: Document) -> dict[str, str]:
    """The calculations by the first letter of their names, and one class of all: a single file would be too long to read."""
    of_all, found = dict(_asked(document)), {}
    for first, last in LETTERS:
        head = HEAD.format(says=f"The calculations of the engine from {first} to {last}.")
        imports = "from decimal import Decimal\nfrom typing import Any\n\nfrom steerco_client.asking import NOT_GIVEN, Asks, Calculated\n"
        own = [said for name, said in of_all.items() if first <= name[0] <= last]
        says = f'class Calculations{first.upper()}To{last.upper()}(Asks):\n    """Calculations by name."""\n'
        found[f"calculations_{first}_to_{last}.py"] = "\n".join([head + imports, says, *own])
    parts = [(f"steerco_client.calculations_{first}_to_{last}", f"Calculations{first.upper()}To{last.upper()}") for first, last in LETTERS]
    imports = "\n".join(f"from {module} import {kind}" for module, kind in parts)
    whole = f'class Calculations({", ".join(kind for _module, kind in parts)}):\n    """Every calculation."""\n'
    return {**found, "calculations.py": HEAD.format(says="The calculations of the engine, by name.") + f"{imports}\n\n\n{whole}"}


def _asked(document: Document) -> Iterator[tuple[str, str]]:
    """The name of each calculation, and the method that asks it."""
    for path, methods in document["paths"].items():
        told = methods.get("post")
        if told is None or told["tags"] != ["calculations"]:
            continue
        name, schema = path.rpartition("/")[2], told["requestBody"]["content"]["application/json"]["schema"]
        needed = set(schema.get("required", ()))
        fields = sorted(schema["properties"].items(), key=lambda pair: pair[0] not in needed)
        given = [f"{field}: {type_of(held, GIVEN)}" + ("" if field in needed else " = NOT_GIVEN") for field, held in fields]
        arguments = "".join(f"        {each},\n" for each in given)
        sent = ", ".join(f'"{field}": {field}' for field, _held in fields)
        says = told["description"] if len(told["description"]) < LONGEST else f"Asks `{name}`; see the reference."
        yield (
            name,
            f'    def {name}(\n        self,\n        *,\n{arguments}    ) -> Calculated:\n        """{says}"""\n'
            f'        return self.ask("{name}", {{{sent}}})\n',
        )


def _office(names: list[str]) -> str:
    imports = sorted(["from steerco_client.calculations import Calculations", "from steerco_client.calls import Connection",
                      *(f"from steerco_client.{name} import {_title(name)}" for name in names)])  # fmt: skip
    members = "\n".join(f"        self.{name} = {_title(name)}(self.connection)" for name in names)
    return (
        HEAD.format(says="The whole interface as one object.").replace(
            "import annotations\n", "import annotations\n\nfrom collections.abc import Iterator\nfrom typing import Any\n"
        )
        + "\n".join(imports)
        + f'''


class Steerco:
    """An office: its registers, its ledger, its calculations."""

    def __init__(self, address: str, token: str) -> None:
        self.connection = Connection(address, token)
        self.calculations = Calculations(self.connection)
{members}

    def me(self) -> dict[str, Any]:
        """Who asks, where, with which roles."""
        return dict(self.connection.call("GET", "/api/v1/me").body)

    def revisions(self, since: int = 0, *, limit: int = 200) -> Iterator[dict[str, Any]]:
        """What was written since a revision, oldest first."""
        while True:
            body = self.connection.call("GET", "/api/v1/revisions", query={{"since": since, "limit": limit}}).body
            yield from body["data"]
            if body["next"] is None:
                return
            since = body["next"]
'''
    )


def _title(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _formatted(text: str) -> str:
    """The text as the formatter and the linter of the project leave it."""
    ruff = [str(Path(sys.executable).with_name("ruff"))]
    for words in (["check", "--fix", "--select", "I,F401", "--quiet", "--stdin-filename", str(FOLDER / "x.py"), "-"],
                  ["format", "--quiet", "--stdin-filename", str(FOLDER / "x.py"), "-"]):  # fmt: skip
        text = subprocess.run([*ruff, *words], input=text, capture_output=True, text=True, check=True).stdout
    return text


def main() -> int:
    """Writes the files that the document says, and removes those that it says no more."""
    import django
    from django.utils.module_loading import import_string

    django.setup()
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--interface", required=True, help="where the interface is put together, as a dotted path")
    document = import_string(parser.parse_args().interface).document()
    made = client_files(document)
    for path in FOLDER.glob("*.py"):
        if "`make client`" in path.read_text(encoding="utf-8") and path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
