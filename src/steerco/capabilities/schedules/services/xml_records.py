"""XML as records, read in pieces: no document type, no entities, nothing deeper or larger than schedules are."""

from __future__ import annotations

from xml.parsers import expat

from steerco.capabilities.schedules.services.records import MOST_VALUES, FileRefused, Record

_DEEPEST = 24
_PIECE = 1 << 20


class _Reader:
    """Builds records while the parser goes through the file."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser.EntityDeclHandler = self.refuse_doctype
        self.root = Record("")
        self.open: list[Record] = [self.root]
        self.texts: list[list[str]] = [[]]
        self.known: dict[str, str] = {}
        self.count = 0
        self.space = ""

    @property
    def place(self) -> str:
        """Where the parser is."""
        return f"line {self.parser.CurrentLineNumber}"

    def refuse_doctype(self, *_said: object) -> None:
        """A document type may hide entities without end; schedules have none."""
        raise FileRefused("the file declares a document type or entities, which no planning tool writes.", self.place)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self.count += 1
        if self.count > MOST_VALUES:
            raise FileRefused(f"the file holds more than {MOST_VALUES:,} values; divide it.", self.place)
        if len(self.open) > _DEEPEST:
            raise FileRefused("elements inside elements without end.", self.place)
        space, _sign, short = name.rpartition(" ")
        self.space = self.space or space
        values = {f"@{key.rpartition(' ')[2]}": value for key, value in attributes.items()}
        self.open.append(Record(self.known.setdefault(short, short), values, line=self.parser.CurrentLineNumber))
        self.texts.append([])

    def text(self, piece: str) -> None:
        """Text between the signs."""
        self.texts[-1].append(piece)

    def end(self, _name: str) -> None:
        """An element closes: without inner elements it is a value of the one around it, unless there is one of its name already."""
        done, said, around = self.open.pop(), "".join(self.texts.pop()), self.open[-1]
        nothing = any(key.endswith("nil") and value == "true" for key, value in done.values.items())
        if done.parts or (done.values and not nothing) or done.name in around.values or around is self.root:
            if said.strip() and not done.parts:
                done.values[""] = said
            around.parts.append(done)
        elif nothing:
            around.values[done.name] = ""
        else:
            around.values[done.name] = self.known.setdefault(said, said) if len(said) < 24 else said


def read_records(data: bytes) -> tuple[Record, str]:
    """The outermost element and its name space; refuses with the line what is no XML."""
    reader = _Reader()
    try:
        for at in range(0, len(data), _PIECE):
            reader.parser.Parse(data[at : at + _PIECE], False)
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileRefused(f"the file is no XML or is cut off: {expat.ErrorString(error.code)}.", f"line {error.lineno}") from None
    except (LookupError, ValueError):
        raise FileRefused("the file is written in a code page that can't be read.", reader.place) from None
    return reader.root.parts[0], reader.space
