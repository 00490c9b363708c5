"""An archive that has only what came last in memory, and forgets nothing for that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rashomon.archive import Archive
from rashomon.archive.grouping import continued
from rashomon.archive.leads import Leads
from rashomon.model import Story
from rashomon.settings import Settings

SETTINGS = replace(Settings(), workers=1)


# Each told twice, in other words.
TOLD = [
    (
        """The ferry Aldis ran aground off Port Lemmen early on Monday. All 140 passengers were
        brought ashore by fishing boats. The harbour master Ivo Tarn blamed thick fog.""",
        """A ferry, the Aldis, struck rocks near Port Lemmen in fog. Fishermen carried the 140
        people on board to the harbour, said its master, Ivo Tarn.""",
    ),
    (
        """The orchestra of Vellin opened its season with a symphony by Ada Morrow. Critics praised
        the brass and complained about the heating of the Karsten Hall.""",
        """Ada Morrow's new symphony began the season of the Vellin orchestra. In the cold Karsten
        Hall the brass players earned the loudest applause.""",
    ),
    (
        """Miners in Drohm found the jaw of a mammoth 30 metres under the ground. Professor Lena
        Osk of the Drohm museum says that it is 18,000 years old.""",
        """A mammoth's jaw, 18,000 years old, came to light in a mine at Drohm. Lena Osk, a
        professor, will show it in the museum from spring on.""",
    ),
    (
        """The bakers of Quillmere walked out on Thursday over night work. Their leader Bram Fessel
        asks for 12 per cent more pay; 300 shops stayed shut.""",
        """No bread in Quillmere: 300 bakeries did not open on Thursday. Bram Fessel, who leads the
        bakers, wants pay to rise by 12 per cent for work at night.""",
    ),
    (
        """A court in Sandrup sent the banker Olaf Wenn to prison for six years. He had hidden 40
        million crowns of Northgate Savings in firms of his brother.""",
        """Six years in prison for Olaf Wenn: the Sandrup court found that the banker moved 40
        million crowns from Northgate Savings to his brother's firms.""",
    ),
]


def write(folder: Path, name: str, text: str) -> str:
    path = folder / f"{name}.txt"
    path.write_text(" ".join(text.split()), encoding="utf-8")
    return str(path)


def test_what_is_let_go_stays_as_it_was_and_is_found_by_its_text(tmp_path: Path) -> None:
    pairs = [{f"a{n}", f"b{n}"} for n in range(len(TOLD))]
    with Archive.open(None, SETTINGS, recent=4) as archive:
        for number, told in enumerate(TOLD):
            names = f"a{number}", f"b{number}"
            archive.add(
                [write(tmp_path, name, text) for name, text in zip(names, told, strict=True)]
            )
        before = {event.id: set(event.reports) for event in archive.events()}
        assert sorted(before.values(), key=sorted) == pairs
        assert len(archive._index) <= 6
        archive.add([write(tmp_path, "late", TOLD[0][0])])
        after = {event.id: set(event.reports) for event in archive.events()}
        pairs[0] = {"a0", "b0", "late"}
        assert sorted(after.values(), key=sorted) == pairs
        assert before.keys() == after.keys()
        assert archive.check() == []


def test_leads_that_came_first_are_let_go(tmp_path: Path) -> None:
    with Archive.open(None, SETTINGS) as archive:
        leads = Leads(2)
        for number, (told, _) in enumerate(TOLD[:4]):
            archive.add([write(tmp_path, f"a{number}", told)])
            leads.renew(archive.store)
            assert len(leads.ids) <= 3
            assert leads.whole == (number < 3)
        assert leads.ids == ["a2", "a3"]
        assert archive.store.leads_of(["a0", "a3", "?"]).keys() == {"a0", "a3"}


def stories(**events: str) -> list[Story]:
    return [Story(id, id, tuple(some)) for id, some in events.items()]


@pytest.mark.parametrize(
    ("before", "found", "after"),
    [
        # "o" and "p" are not present: they stay where they were, before what is new.
        ({"s": "opa"}, {"s": "ab"}, {"s": "opab"}),
        # Nothing present is like "a" any more, or yet: what stood together stays so.
        ({"s": "oa"}, {}, {"s": "oa"}),
        # What went to another story is in that alone; one event is no story.
        ({"s": "oa"}, {"t": "ab"}, {"t": "ab"}),
        ({"s": "opa"}, {"t": "ab"}, {"s": "op", "t": "ab"}),
        # A story of which all is present is told anew.
        ({"s": "ab"}, {}, {}),
        ({"s": "abc"}, {"s": "ab"}, {"s": "ab"}),
    ],
)
def test_what_stood_in_a_story_stays_there(
    before: dict[str, str], found: dict[str, str], after: dict[str, str]
) -> None:
    former = {story.id: story for story in stories(**before)}
    assert continued(former, stories(**found), set("abc")) == stories(**after)


def test_people_judge_also_what_is_let_go(tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    with Archive.open(place, SETTINGS) as archive:
        archive.add(
            write(tmp_path, f"{name}{number}", text)
            for number, told in enumerate(TOLD)
            for name, text in zip("ab", told, strict=True)
        )
        of = {id: event.id for event in archive.events() for id in event.reports}
    with Archive.open(place, SETTINGS, recent=2) as archive:
        archive.judge("merge", of["a0"], of["a1"], by="me")
        joined = sorted(sorted(event.reports) for event in archive.events())
        assert joined == [
            ["a0", "a1", "b0", "b1"],
            *([f"a{n}", f"b{n}"] for n in range(2, len(TOLD))),
        ]
        assert len(archive._index) < len(of)
        hits = archive.search("ferry aground").reports
        assert hits[0].id in {"a0", "b0"}
        assert "meaning" in hits[0].by
