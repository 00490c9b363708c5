"""What people decided: appended, never changed; taking back is a row of its own."""

from __future__ import annotations

from sqlalchemy import insert, select

from rashomon.exceptions import StoreError
from rashomon.judgements import Judgement, Undone
from rashomon.store import schema
from rashomon.store.codec import dumps, loads
from rashomon.store.session import Session

_MADE, _UNDONE = schema.judgements.c, schema.undoings.c
_WORDS, _SIDES = tuple[str, ...], tuple[tuple[str, ...], ...]


_ALL = (
    select(schema.judgements, _UNDONE.who.label("taker"), _UNDONE.at.label("taken"))
    .outerjoin(schema.undoings, _UNDONE.judgement == _MADE.id)
    .order_by(_MADE.number)
)


class Judgements(Session):
    """Keeping judgements."""

    def put_judgement(self, judgement: Judgement) -> None:
        """Append a judgement; raises `StoreError` for an id that is taken."""
        with self.writing() as connection:
            taken = select(_MADE.id).where(_MADE.id == judgement.id)
            if connection.execute(taken).first():
                raise StoreError("this judgement is kept already", input=judgement.id)
            row = {
                "id": judgement.id,
                "at": judgement.at,
                "who": judgement.by,
                "kind": judgement.kind,
                "subjects": dumps(_WORDS, judgement.subjects),
                "sides": dumps(_SIDES, judgement.sides),
            }
            connection.execute(insert(schema.judgements), [row])

    def put_undoing(self, judgement: str, undone: Undone) -> None:
        """Append that a judgement was taken back; raises `StoreError` if there is none of this id
        or it was taken back before."""
        with self.writing() as connection:
            if not connection.execute(select(_MADE.id).where(_MADE.id == judgement)).first():
                raise StoreError("no such judgement", input=judgement, stage="store")
            before = select(_UNDONE.number).where(_UNDONE.judgement == judgement)
            if connection.execute(before).first():
                raise StoreError("was taken back already", input=judgement, stage="store")
            row = {"judgement": judgement, "at": undone.at, "who": undone.by}
            connection.execute(insert(schema.undoings), [row])

    def judgements(self) -> list[Judgement]:
        """All judgements, those taken back too, in the order in which they were made."""
        with self.reading() as connection:
            return [
                Judgement(
                    row.id,
                    row.kind,
                    loads(_WORDS, row.subjects),
                    row.who,
                    row.at,
                    None if row.taken is None else Undone(row.taker, row.taken),
                    loads(_SIDES, row.sides),
                )
                for row in connection.execute(_ALL)
            ]
