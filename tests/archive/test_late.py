"""A report that comes late joins the event of long ago that it tells of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rashomon.archive import Archive
from rashomon.model import Capture
from rashomon.pipeline import Analysed, analyse
from rashomon.settings import Settings

SETTINGS = replace(Settings(), workers=1)
FERRY = (
    """The ferry Aldis ran aground off Port Lemmen early on Monday. All 140 passengers were
    brought ashore by fishing boats. The harbour master Ivo Tarn blamed thick fog.""",
    """A ferry, the Aldis, struck rocks near Port Lemmen in fog. Fishermen carried the 140
    people on board to the harbour, said its master, Ivo Tarn.""",
    """In fog the ferry Aldis ran on rocks off Port Lemmen. Ivo Tarn, master of the harbour, said
    fishing boats took the 140 passengers ashore.""",
)
OTHERS = (
    """The orchestra of Vellin opened its season with a symphony by Ada Morrow. Critics praised
    the brass and complained about the heating of the Karsten Hall.""",
    """Miners in Drohm found the jaw of a mammoth 30 metres under the ground. Professor Lena
    Osk of the Drohm museum says that it is 18,000 years old.""",
    """The bakers of Quillmere walked out on Thursday over night work. Their leader Bram Fessel
    asks for 12 per cent more pay; 300 shops stayed shut.""",
    """A court in Sandrup sent the banker Olaf Wenn to prison for six years. He had hidden 40
    million crowns of Northgate Savings in firms of his brother.""",
)


def told(id: str, text: str, day: str | None) -> Analysed:
    found = analyse(Capture(id, "text", " ".join(text.split()), "", id=id, published=day), SETTINGS)
    assert isinstance(found, Analysed)
    return found


@pytest.mark.parametrize("day", ["2031-01-06", None, "2031-06-20"])
def test_a_late_report_joins_an_old_event(day: str | None) -> None:
    with Archive.open(None, SETTINGS) as archive:
        for number, text in enumerate(FERRY[:2]):
            archive.keep([told(f"ferry{number}", text, "2031-01-06")])
            archive.update()
        (old,) = archive.events()
        for month, text in enumerate(OTHERS, start=2):
            archive.keep([told(f"other{month}", text, f"2031-{month:02}-15")])
            archive.update()
        archive.keep([told("late", FERRY[2], day)])
        archive.update()
        ferry = {event.id: event.reports for event in archive.events() if "late" in event.reports}
        assert ferry == {old.id: ("ferry0", "ferry1", "late")}
        assert len(archive.events()) == 1 + len(OTHERS)


def test_an_event_that_nothing_joins_is_not_told_anew() -> None:
    with Archive.open(None, SETTINGS) as archive:
        archive.keep([told("ferry0", FERRY[0], "2031-01-06"), told("other", OTHERS[0], None)])
        archive.update()
        before = {event.reports: event for event in archive.events()}
        made = archive.log(before["other",].id)
        archive.keep([told("ferry1", FERRY[1], "2031-01-06")])
        archive.update()
        assert archive.log(before["other",].id) == made
        assert before["other",] in archive.events()
        assert {e.reports for e in archive.events()} == {("ferry0", "ferry1"), ("other",)}
