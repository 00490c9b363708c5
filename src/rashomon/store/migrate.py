"""Bring a file to the newest schema, or say why it cannot be used."""

from __future__ import annotations

import threading

from sqlalchemy import Connection, Engine, inspect, text

from rashomon.exceptions import StoreError
from rashomon.store import dialects, schema

# Alembic hands its migrations what they need through a global.
_ONE_AT_A_TIME = threading.Lock()


def upgrade(engine: Engine) -> None:
    """Create the tables of a new archive, migrate an older one, leave a current one alone.

    All in one transaction: a process killed on the way leaves the file as it was. Raises
    `StoreError` for a database that is not an archive, or one that a newer version has written.
    """
    with engine.connect() as connection:
        found = _version(connection)
    if found == schema.VERSION:
        return
    # Alembic takes a third of a second to import: only when it is needed.
    from alembic import command  # noqa: PLC0415  (slow, as said)
    from alembic.config import Config  # noqa: PLC0415  (slow)
    from alembic.script import ScriptDirectory  # noqa: PLC0415  (slow)

    config = Config()
    config.set_main_option("script_location", "rashomon.store:migrations")
    config.set_main_option("path_separator", "os")
    revisions = ScriptDirectory.from_config(config).walk_revisions()
    if found is not None and found not in {revision.revision for revision in revisions}:
        raise StoreError(
            f"written by a newer version of Rashomon (schema {found}; "
            f"this one reads up to {schema.VERSION})",
            stage="store",
        )
    dialects.share(engine)
    connection = engine.connect().execution_options(writes=True)
    with _ONE_AT_A_TIME, connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        dialects.mark(connection)


def _version(connection: Connection) -> str | None:
    """The file's revision, None for an empty file."""
    application = dialects.application(connection)
    if application is None:
        return None
    if application != dialects.APPLICATION or not inspect(connection).has_table("alembic_version"):
        raise StoreError("a database, but not an archive of Rashomon", stage="store")
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    return str(version)
