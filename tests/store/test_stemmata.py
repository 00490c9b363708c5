from __future__ import annotations

import pytest

from rashomon.exceptions import StoreError
from rashomon.model import Evidence, Kind, Lineage, Origin, Share, Stemma
from rashomon.reasons import reason
from rashomon.store import Made, Store


def edge(child: str, parent: str, kind: Kind = Kind.COPY) -> Lineage:
    why = Evidence("credit", reason("told", words="says so"))
    return Lineage(
        child,
        parent,
        kind,
        "known",
        0.9,
        0.8,
        (why,),
    )


FAMILY = Stemma(
    lineage=(edge("b", "a"), edge("b", "unseen", Kind.REWRITE), edge("c", "unseen")),
    origins=(
        Origin("a", "a", "The Herald", ("a", "b")),
        Origin("unseen", None, "Wire", ("c", "b")),
    ),
    shares={
        "a": (Share("a", 1.0),),
        "b": (Share("unseen", 0.6), Share("a", 0.4)),
        "c": (Share("unseen", 1.0),),
    },
)


def test_a_stemma_comes_back(abc: Store, made: Made) -> None:
    abc.put_stemma("abc", FAMILY, made)
    assert abc.stemma() == FAMILY
    assert abc.stemma("abc") == FAMILY
    assert abc.stemma("d") == abc.stemma([]) == Stemma()


def test_part_of_a_stemma(abc: Store, made: Made) -> None:
    abc.put_stemma("abc", FAMILY, made)
    part = abc.stemma("a")
    assert part.lineage == (edge("b", "a"),)
    assert part.origins == (FAMILY.origins[0],)
    assert part.shares == {"a": FAMILY.shares["a"]}
    assert abc.stemma("c").origins == (FAMILY.origins[1],)


def test_a_new_stemma_replaces_the_old(abc: Store, made: Made) -> None:
    abc.put_stemma("abc", FAMILY, made)
    abc.put_stemma("abc", FAMILY, made)
    assert abc.stemma() == FAMILY
    alone = Stemma((), (Origin("b", "b", "b", ("b",)),), {"b": (Share("b", 1.0),)})
    abc.put_stemma("abc", alone, made)
    assert abc.stemma() == alone
    abc.put_stemma("b", Stemma(), made)
    assert abc.stemma() == Stemma()


def test_a_late_report_joins_an_origin_of_others(abc: Store, made: Made) -> None:
    abc.put_stemma("abc", FAMILY, made)
    late = Stemma(
        (edge("d", "unseen"),),
        (Origin("unseen", None, "The Wire", ("d",)),),
        {"d": (Share("unseen", 1.0),)},
    )
    abc.put_stemma("d", late, made)
    _, origin = abc.stemma().origins
    assert origin.name == "The Wire"
    assert set(origin.reports) == {"b", "c", "d"}
    assert abc.stemma("d").lineage == late.lineage
    abc.put_stemma("d", Stemma(), made)
    assert abc.stemma().shares == FAMILY.shares


def test_an_unseen_parent_is_kept_without_reports(abc: Store, made: Made) -> None:
    stemma = Stemma((edge("a", "unseen"),), (Origin("unseen", None, "Wire", ()),))
    abc.put_stemma("a", stemma, made)
    assert abc.stemma("a") == abc.stemma() == stemma


@pytest.mark.parametrize(
    "stemma",
    [
        Stemma((edge("x", "a"),)),
        Stemma((), (Origin("o", "x", "", ()),)),
        Stemma((), (), {"x": ()}),
        Stemma((), (), {"a": (Share("no such origin", 1.0),)}),
    ],
)
def test_what_is_not_there_is_refused(abc: Store, made: Made, stemma: Stemma) -> None:
    abc.put_stemma("abc", FAMILY, made)
    with pytest.raises(StoreError):
        abc.put_stemma("abc", stemma, made)
    assert abc.stemma() == FAMILY


def test_a_lineage_from_nowhere_is_found(tmp_path, entry, made: Made) -> None:
    with Store.open(tmp_path / "archive.db") as store:
        store.add([entry("a")], made)
        store.put_stemma("a", Stemma((edge("a", "nobody"),)), made)
        assert store.check() == ["lineage from nobody, which is neither a report nor an origin"]
