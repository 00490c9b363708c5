"""Reports can be searched by words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rashomon.language.searching import searchable
from rashomon.store import dialects

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    dialects.make_index(connection)
    reports = sa.table("reports", sa.column("number"), sa.column("title"), sa.column("text"))
    for some in connection.execute(sa.select(reports)).partitions(1000):
        rows = [
            {
                "report": row.number,
                "title": searchable(row.title or ""),
                "body": searchable(row.text),
            }
            for row in some
        ]
        dialects.index(connection, rows)
