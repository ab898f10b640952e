"""The `steerco` command: each verb is said by the `tools` module of the room or mechanism that it belongs to."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

DONE, REFUSED, MISUSED = 0, 1, 2


class Verb(NamedTuple):
    """A verb, the module whose `add_arguments(parser)` and `run(options) -> int` carry it out, and what it does."""

    name: str
    module: str
    does: str
    alone: bool = False  # needs neither settings nor a database, and leaves nothing behind


VERBS = (
    Verb("serve", "steerco.interfaces.serve", "serve the pages"),
    Verb("worker", "steerco.foundation.tasks.tools", "do background jobs, beside the pages or on another machine"),
    Verb("prepare", "steerco.interfaces.prepare", "bring database and static files up to this version"),
    Verb("demo", "steerco.interfaces.demo", "load the sample portfolio and make a sign-in for it"),
    Verb("create-user", "steerco.capabilities.people.tools", "make an account, and give it a role in an organisation"),
    Verb("user", "steerco.interfaces.users", "list, create, disable and enable accounts, give a new password"),
    Verb("token", "steerco.capabilities.provisioning.tools", "issue, list and revoke tokens for programs"),
    Verb("import", "steerco.capabilities.returns.tools", "load lists and returns of projects"),
    Verb("seed", "steerco.capabilities.scorecards.tools", "make a generated organisation of any size"),
    Verb("list", "steerco.foundation.registers.tools", "print a register as its page shows it"),
    Verb("calc", "steerco.foundation.api.tools", "calculate: JSON in on standard input, JSON out"),
    Verb("schedule", "steerco.capabilities.schedules.tools.schedule", "calculate the dates of a schedule file anew", True),
    Verb("convert", "steerco.capabilities.schedules.tools.convert", "write a schedule file anew, or as a table", True),
    Verb("schedule-quality", "steerco.capabilities.schedules.tools.quality", "check a schedule file by the 14 points of the DCMA", True),
    Verb("schedule-risk", "steerco.capabilities.schedules.tools.risk", "simulate when a schedule file ends with which probability", True),
    Verb("export", "steerco.foundation.upkeep.tools.export", "write a register to a file, or everything to one archive"),
    Verb("backup", "steerco.foundation.upkeep.tools.backup", "keep database, files and key in one archive, while everybody works"),
    Verb("restore", "steerco.foundation.upkeep.tools.restore", "bring a backup back"),
    Verb("check", "steerco.foundation.upkeep.tools.check", "say what of this installation is well, and what to do where it is not"),
    Verb("search-index", "steerco.foundation.search.tools", "build the search index afresh"),
    Verb("audit", "steerco.foundation.audits.tools", "take the ledger of some days to an auditor, who checks it alone"),
    Verb("verify-ledger", "steerco.foundation.ledger.tools", "check that nothing in the ledger was edited or removed"),
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb. Exit codes: 0 done, 1 refused or the answer is no, 2 wrongly asked."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    verb = next((verb for verb in VERBS if words and words[0] == verb.name), None)
    if verb is None:
        return _explain(words)
    gc.disable()  # a sixth of the start would go into looking for rubbish where there is none
    if not verb.alone:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steerco.config.settings")
        import django

        django.setup()
    module = importlib.import_module(verb.module)
    gc.freeze()
    gc.enable()
    parser = argparse.ArgumentParser(prog=f"steerco {verb.name}", description=_sentence(verb.does))
    module.add_arguments(parser)
    return _run(module.run, parser.parse_args(words[1:]))


def _run(run: object, options: argparse.Namespace) -> int:
    """Runs a verb; a refusal is said in one line, a fault in the program keeps its traceback."""
    from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
    from django.db.utils import OperationalError, ProgrammingError

    assert callable(run)
    try:
        return int(run(options))
    except (OperationalError, ProgrammingError) as error:
        said = f"The database does not answer as it should: {error}. Has it been prepared? Run: steerco prepare"
    except ValidationError as error:
        said = _by_field(error)
    except (PermissionDenied, ObjectDoesNotExist, LookupError, OSError) as error:
        if isinstance(error, KeyError | IndexError):
            raise
        said = str(error)
    except KeyboardInterrupt:
        said = "Stopped."
    print(said, file=sys.stderr)
    return REFUSED


def _by_field(error: ValidationError) -> str:
    """What is wrong, each with the field that it is about."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items()).replace("__all__: ", "")


def _explain(words: list[str]) -> int:
    """The verbs and what they do; on the error stream where the verb is not known."""
    asked = not words or words[0] in {"-h", "--help", "help"}
    if words and words[0] == "--version":
        from importlib.metadata import version

        print(f"steerco {version('steerco')}")
        return DONE
    out = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"steerco knows no “{words[0]}”.", file=out)
    print("Usage: steerco VERB … (steerco VERB --help says more)\n", file=out)
    for verb in VERBS:
        print(f"  {verb.name:<15}{verb.does}", file=out)
    return DONE if asked else MISUSED


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


if __name__ == "__main__":
    sys.exit(main())
