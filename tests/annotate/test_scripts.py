"""Reading in every script: offsets fall into the text, and nothing raises."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.model import Moment, Quote, Report
from rashomon.pipeline import read

# Words of many scripts, among them some that marks are made of; and what breaks naive offsets.
WORDS = re.findall(
    r"\S+",
    """Some 500 people left Kyiv on Monday said Ivan Petrov May 20 2025 nearly 3.5% $2 mid- 8:30
Около 300 человек погибли в Курске во вторник заявил Путин « » — двести тысяч
Близько 1 400 км² у Києві п'ять минулого тижня сказав Зеленський „ “
قال الرئيس ٢٠٢٥ في بغداد الثلاثاء אמר ראש הממשלה בירושלים יום שלישי
昨天 北京 三百人 死亡 東京 で 火曜日 서울 화요일 500명 दिल्ली मंगलवार ५०० กรุงเทพ
Αθήνα Τρίτη είπε ο πρόεδρος თბილისი երեքշաբթի 𝟝𝟘𝟘 Ⅻ ½ İstanbul'da ǅ ß ﬁ é e\u0301
👩\u200d👩\u200d👧 \u202e \x00 . : ” ’ ( )""",
)
BREAKS = [" ", " ", " ", "\n", "\n\n", ""]
TEXTS = st.text(max_size=60) | st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(BREAKS)), max_size=30
).map(lambda pairs: "".join(word + gap for word, gap in pairs))


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([None, Moment("2024-05-22", "day", "given")]))
def test_every_mark_lies_in_the_text(text: str, published: Moment | None) -> None:
    reading = read(Report("a", "a", text, "", published=published))
    assert reading.failures == ()
    marks = (*reading.names, *reading.places, *reading.times, *reading.quantities, *reading.quotes)
    for mark in marks:
        spans = [mark.content, mark.cue, mark.speaker] if isinstance(mark, Quote) else [mark]
        for span in spans:
            assert span is None or 0 <= span.start < span.end <= len(text)
    for quantity in reading.quantities:
        assert quantity.of is None or quantity.of in text
