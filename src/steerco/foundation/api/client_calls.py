"""Methods of the Python client: one for each operation that no register has, its arguments and its answer typed by the document."""

from __future__ import annotations

import keyword
import re
from typing import Any, NamedTuple

TYPES = {"string": "str", "integer": "int", "number": "Decimal | int", "boolean": "bool", "null": "None", "object": "dict[str, Any]"}
GIVEN = {**TYPES, "number": "Decimal | float | int"}
JSON, FORM = "application/json", "multipart/form-data"
RENAMED = {"return": "send_back"}


class Taken(NamedTuple):
    """What a method takes: the arguments as written, the names that go into the body or the address, the headers, and a file."""

    arguments: str
    named: str
    headers: str
    body: bool
    file: bool


def method(path: str, verb: str, name: str, told: dict[str, Any]) -> str:
    """The method of one operation; `verb` is that of HTTP."""
    taken, answer = _taken(path, told), _answer(told)
    where = re.sub(r"{(\w+)}", r"{quoted(\1)}", path)
    said = [f'"{verb.upper()}"', f'f"{where}"' if "{" in where else f'"{where}"']
    said += [f"{'body' if taken.body else 'query'}=sent({taken.named})"] if taken.named != "{}" else []
    said += ["file=file"] if taken.file else []
    said += ["headers=headers"] if taken.headers else []
    kept = f"        headers = {{name: value for name, value in {{{taken.headers}}}.items() if value}}\n" if taken.headers else ""
    call = f"self.connection.call({', '.join(said)})"
    return (
        f"    def {RENAMED.get(name, name)}(self{taken.arguments}) -> {answer[0]}:\n"
        f'        """{told["summary"]}."""\n{kept}        {answer[1].format(call=call)}\n'
    )


def safe(name: str) -> str:
    """A name that Python can take as one."""
    return f"{name}_" if keyword.iskeyword(name) else name


def type_of(schema: dict[str, Any], types: dict[str, str], many: str = "list") -> str:
    """A schema as a type; `many` is what a list is called where a class has a method `list`."""
    if "anyOf" in schema:
        parts = dict.fromkeys(part for each in schema["anyOf"] for part in type_of(each, types, many).split(" | "))
        return "Any" if "Any" in parts else " | ".join(parts)
    said = schema.get("type", "any")
    found: list[str] = []
    for each in [said] if isinstance(said, str) else said:
        if each == "array":
            found.append(f"{many}[{type_of(schema.get('items', {}), types, many)}]")
        else:
            found += types.get(each, "Any").split(" | ")
    return " | ".join(sorted(dict.fromkeys(found), key=lambda part: part == "None"))


def named_schema(schema: dict[str, Any]) -> str:
    """The name of a schema that stands elsewhere in the document; nothing where it stands here."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def answered(told: dict[str, Any]) -> dict[str, Any] | None:
    """What an operation answers where it is carried out: a schema, or None where it answers no JSON."""
    content: dict[str, Any] = {}
    for status, said in told["responses"].items():
        content = said.get("content", {}) if str(status).startswith("2") else content
    return content[JSON]["schema"] if JSON in content else {"bytes": True} if content else None


def _taken(path: str, told: dict[str, Any]) -> Taken:
    content = told.get("requestBody", {}).get("content", {})
    body: dict[str, Any] = next((held["schema"] for held in content.values()), {})
    asked = {each["name"]: each for each in told["parameters"]}
    needed = set(body.get("required", ()))
    fields = [*sorted(body.get("properties", {}).items(), key=lambda pair: pair[0] not in needed)]
    fields += [(each["name"], each["schema"]) for each in told["parameters"] if each["in"] == "query"]
    file = FORM in content
    fields = [(name, held) for name, held in fields if not (file and name == "file")]
    many = "Sequence" if _is_of_group(told) else "list"
    given = ["file: tuple[str, bytes]"] if file else []
    given += [f"{safe(name)}: {type_of(held, GIVEN, many)}" + ("" if name in needed else " = NOT_GIVEN") for name, held in fields]
    given += [*(["version: int"] if "If-Match" in asked else []), *(['key: str = ""'] if "Idempotency-Key" in asked else [])]
    places = [f"{name}: str | int" for name in re.findall(r"{(\w+)}", path)]
    arguments = "".join(f", {each}" for each in [*places, *(["*", *given] if given else [])])
    named = "{" + ", ".join(f'"{name}": {safe(name)}' for name, _held in fields) + "}"
    headers = [*(['"If-Match": f\'"{version}"\''] if "If-Match" in asked else [])]
    headers += ['"Idempotency-Key": key'] if "Idempotency-Key" in asked else []
    return Taken(arguments, named, ", ".join(headers), bool(body), file)


def _answer(told: dict[str, Any]) -> tuple[str, str]:
    """The type of an answer, and the line that gives it."""
    schema = answered(told)
    if schema is None:
        return "None", "{call}"
    if "bytes" in schema:
        return "bytes", "return bytes({call}.body)"
    name = named_schema(schema)
    if not _is_of_group(told) or not name:
        return "dict[str, Any]", "return dict({call}.body)"
    if name.endswith("Page"):
        whole = f"tuple[Sequence[{name.removesuffix('Page')}], int | None]"
        return whole, f'body = {{call}}.body\n        return cast("{whole}", (body["data"], body["next"]))'
    return name, f"return cast({name}, {{call}}.body)"


def _is_of_group(told: dict[str, Any]) -> bool:
    """Whether the operation is of no register: what hangs on records, or what is alike."""
    return bool(told["operationId"].startswith(tuple(f"{name}_" for name in GROUPS)))


GROUPS = {
    "comments": "What people say at records", "files": "Files at records, with their versions",
    "matches": "Projects and names that are alike",
}  # fmt: skip
"""What the document holds that is no register, and what the client says of it."""
