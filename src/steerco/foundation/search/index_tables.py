"""The word index itself, in the manner of each database: FTS5 beside the entries, or text vectors on them."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_COLUMNS = "scope, title_words, body_words, grams"
_NEW = "new.scope, new.title_words, new.body_words, new.grams"
_OLD = "old.scope, old.title_words, old.body_words, old.grams"

_ADD = f"INSERT INTO search_index(rowid, {_COLUMNS}) VALUES (new.id, {_NEW})"  # noqa: S608  (constant text)
_REMOVE = f"INSERT INTO search_index(search_index, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD})"  # noqa: S608

SQLITE_UP = (
    f"CREATE VIRTUAL TABLE search_index USING fts5({_COLUMNS}, content='search_searchentry', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    f"CREATE TRIGGER search_index_added AFTER INSERT ON search_searchentry BEGIN {_ADD}; END",
    f"CREATE TRIGGER search_index_removed AFTER DELETE ON search_searchentry BEGIN {_REMOVE}; END",
    f"CREATE TRIGGER search_index_changed AFTER UPDATE OF {_COLUMNS} ON search_searchentry BEGIN {_REMOVE}; {_ADD}; END",
)
SQLITE_DOWN = (
    "DROP TRIGGER search_index_changed",
    "DROP TRIGGER search_index_removed",
    "DROP TRIGGER search_index_added",
    "DROP TABLE search_index",
)
_SCOPE = "string_to_array('=' || replace(scope, ' ', ' ='), ' ')"
_WORDS = f"array_to_tsvector({_SCOPE} || string_to_array(title_words, ' ') || string_to_array(body_words, ' '))"
_GRAMS = f"array_to_tsvector({_SCOPE} || string_to_array(grams, ' '))"
POSTGRES_UP = (  # words without their places and weights, so that the index answers alone, without a look at each record
    "ALTER TABLE search_searchentry "
    f"ADD COLUMN words_vector tsvector GENERATED ALWAYS AS ({_WORDS}) STORED, "
    f"ADD COLUMN grams_vector tsvector GENERATED ALWAYS AS ({_GRAMS}) STORED",
    "CREATE INDEX search_entry_words ON search_searchentry USING gin (words_vector) WITH (fastupdate = off)",
    "CREATE INDEX search_entry_grams ON search_searchentry USING gin (grams_vector) WITH (fastupdate = off)",
)
POSTGRES_DOWN = ("ALTER TABLE search_searchentry DROP COLUMN words_vector, DROP COLUMN grams_vector",)


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Makes the word index."""
    _run(schema_editor, POSTGRES_UP if schema_editor.connection.vendor == "postgresql" else SQLITE_UP)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Removes the word index."""
    _run(schema_editor, POSTGRES_DOWN if schema_editor.connection.vendor == "postgresql" else SQLITE_DOWN)


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    for statement in statements:
        schema_editor.execute(statement)
