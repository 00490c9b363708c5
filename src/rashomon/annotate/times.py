"""Dates, clock times, durations and repetitions, with their TIMEX3 values (TimeML 1.2.1)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from rashomon.annotate import timeml
from rashomon.annotate.moments import Grammar, grammar, parts
from rashomon.annotate.phrases import Found
from rashomon.annotate.timeml import Anchor, Timex
from rashomon.annotate.tokens import KEPT, Token, tokenised
from rashomon.annotate.told import Memory, Told
from rashomon.model import Moment, Sentence, Time
from rashomon.settings import Annotate

_DEFAULT = Annotate()


class Expression(NamedTuple):
    """A time expression of a sentence before it is given a value; offsets are the sentence's."""

    start: int
    end: int
    rule: Mapping[str, Any]
    slots: Mapping[str, Any]
    future: bool


def expressions(
    text: str, language: str | None, reach: int = _DEFAULT.tense_reach
) -> tuple[Expression, ...]:
    """The time expressions of one sentence, from left to right."""
    return _remembered(text, language, reach) if len(text) <= KEPT else _find(text, language, reach)


@lru_cache(maxsize=512)
def _remembered(text: str, language: str | None, reach: int) -> tuple[Expression, ...]:
    return _find(text, language, reach)


def _find(text: str, language: str | None, reach: int) -> tuple[Expression, ...]:
    known = grammar(language)
    if known is None:
        return ()
    tokens = tokenised(text)
    phrases = known.phrases.all(tokens, parts(tokens, known))
    tenses = _tenses(tokens, known) if phrases else {}
    found = []
    for phrase in phrases:
        if _names(tokens, phrase, known):
            continue
        future = _looks_ahead(tenses, phrase, reach)
        start, end = tokens[phrase.first].start, tokens[phrase.last - 1].end
        found.append(Expression(start, end, phrase.meaning, phrase.slots, future))
    return tuple(found)


def _tenses(tokens: Sequence[Token], known: Grammar) -> dict[int, bool]:
    """The tokens that tell a tense, and whether it is the future."""
    return {
        i: token.key in known.future
        for i, token in enumerate(tokens)
        if token.key in known.future
        or token.key in known.past
        or (len(token.key) > 4 and token.key.endswith(known.past_endings))
    }


def _names(tokens: Sequence[Token], phrase: Found, known: Grammar) -> bool:
    """Whether a word for a day or month is part of a name ("Russia Today", "Jan Kavan")."""
    i = phrase.first
    if i == 0 or phrase.last != i + 1 or not tokens[i].capital:
        return False
    if "SUREWEEKDAY" in phrase.slots:
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        article = known.amounts.said("articles", tokens[i - 1].key)
        return article and after is not None and after.capital
    if "MONTH" in phrase.slots and tokens[i].key in known.ambiguous:
        # "Jan Kavan", "April Smith".
        return i + 1 < len(tokens) and tokens[i + 1].capital
    return phrase.meaning.get("unit") == "D" and tokens[i - 1].capital


def _looks_ahead(tenses: Mapping[int, bool], phrase: Found, reach: int) -> bool:
    """Whether the nearest word that tells a tense tells the future."""
    for distance in range(1, reach + 1):
        for i in (phrase.first - distance, phrase.last - 1 + distance):
            if i in tenses:
                return tenses[i]
    return False


def times(
    text: str,
    sentences: Sequence[Sentence],
    published: Moment | None,
    limits: Annotate = _DEFAULT,
) -> tuple[Time, ...]:
    """The time expressions of the given sentences, sorted by start; offsets into `text`.

    Relative ones count from `published`, else from the full date that the lead of the text gives
    first; without either they keep an open value.
    """
    read = [
        (number, expression)
        for number, sentence in enumerate(sentences)
        for expression in expressions(
            text[sentence.start : sentence.end], sentence.language, limits.tense_reach
        )
    ]
    anchor = _anchor(published.value) if published else _own_anchor(read, limits.dated_lead)
    years = _years(read)
    found = []
    memory = Memory()
    for number, expression in read:
        sentence = sentences[number]
        told = memory.at(number)
        if expression.rule["reads"] == "anniversary":
            timex = _anniversary(expression, years[number], anchor)
        else:
            timex = resolve(expression, anchor, told)
        if timex is None:
            continue
        memory.keep(timex, expression.rule)
        start, end = sentence.start + expression.start, sentence.start + expression.end
        rule = f"{sentence.language} {expression.rule['reads']}: {expression.rule['phrase']}"
        if "from" in expression.rule and told.near is not None:
            rule += f"; from {told.near}"
        elif anchor is not None and timex != resolve(expression, None, told):
            rule += f"; from {anchor}"
        found.append(Time(start, end, timex.type, timex.value, timex.precision, rule))
    return tuple(sorted(found, key=lambda time: (time.start, time.end)))


_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def _anchor(value: str) -> Anchor | None:
    match = _ISO.match(value)
    if match is None or match[1] == "0000":
        return None
    month = int(match[2]) if match[2] else None
    anchor = Anchor(int(match[1]), month, int(match[3]) if match[3] else None)
    if month is not None and not 1 <= month <= 12:
        return None
    return anchor if anchor.day is None or anchor.date() else None


def _own_anchor(read: Sequence[tuple[int, Expression]], lead: int) -> Anchor | None:
    """The first full date of the text, if it stands in its lead (so many sentences) and no year
    that the text names is later: the Thursday of a report is not that before what it tells of long
    ago.

    Where there is none, "the 61st anniversary" of what happened in 1961 tells the year.
    """
    full: str | None = None
    latest = ""
    for number, expression in read:
        timex = resolve(expression, None)
        if timex and timex.type == "DATE" and re.match(r"\d{4}", timex.value):
            latest = max(latest, timex.value[:4])
            if full is None and timex.precision == "day" and number < lead:
                full = timex.value
    if full is not None:
        return _anchor(full) if full[:4] == latest else None
    years = _years(read)
    for number, expression in read:
        if expression.rule["reads"] == "anniversary":
            timex = _anniversary(expression, years[number], None)
            if timex is not None and timex.value >= latest:
                return _anchor(timex.value)
    return None


def _years(read: Sequence[tuple[int, Expression]]) -> Mapping[int, list[tuple[int, int]]]:
    """Of each sentence, where it states which years."""
    years: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, expression in read:
        timex = resolve(expression, None)
        if timex is not None and timex.type == "DATE" and re.match(r"\d{4}", timex.value):
            years[number].append((expression.start, int(timex.value[:4])))
    return years


def _anniversary(
    expression: Expression, years: Sequence[tuple[int, int]], anchor: Anchor | None
) -> Timex | None:
    """The year of an anniversary: what is remembered is of the year named next, or before it."""
    if not years:
        return None
    count = int(expression.slots.get("NTH") or expression.slots["NUM"])
    behind = [year for start, year in years if start > expression.start]
    year = (behind[0] if behind else years[-1][1]) + count
    near = anchor is None or abs(year - anchor.year) <= 1
    return Timex("DATE", f"{year:04d}", "year") if near and 0 < year <= 2100 else None


_NOTHING = Told()


def resolve(expression: Expression, anchor: Anchor | None, told: Told = _NOTHING) -> Timex | None:
    """The value of an expression counted from an anchor; None if it names no possible time.

    What a rule counts `from = "named"` ("the next day", "two weeks later", "that year") counts from
    the date that the text named last, never from the anchor. A bare clock time belongs to the day
    that its sentence named last, and beside a quarter "a year earlier" is that quarter's of the
    year before.
    """
    rule, slots = expression.rule, expression.slots
    by: int | None = rule.get("by")
    if rule.get("from") == "named":
        # With nothing named, "a day earlier" counts from the publication; "a day later" does not.
        anchor = _anchor(told.near) if told.near else anchor if (by or 0) < 0 else None
    match rule["reads"]:
        case "date":
            return _date(expression, anchor, by)
        case "shift":
            return _shift(rule, slots, anchor, by or 0, told)
        case "ago":
            return _ago(rule, slots, anchor, by or 0, told)
        case "that":
            if "PART" in slots:
                return Timex("TIME", f"{_named_day(told)}T{slots['PART']}", "hour")
            return _that(_unit(rule, slots), told.near)
        case "duration":
            count, unit = slots.get("LENGTH") or (_count(rule, slots), _unit(rule, slots))
            # "A quarter" is a share more often than three months, "a second" an ordinal.
            if unit == "Q" or (unit == "S" and "NUM" not in slots):
                return None
            return Timex("DURATION", timeml.duration(count, unit), timeml.PRECISIONS[unit])
        case "set":
            return _set(rule, slots)
        case "ref":
            return Timex("DATE", timeml.reference(by or 0), "unknown")
        case "decade":
            return _decade(slots)
        case "century":
            century = int(slots.get("CARDINAL", slots.get("ORD", 0)))
            return Timex("DATE", f"{century - 1:02d}", "century") if 1 <= century <= 30 else None
        case "clock":
            return _clock(expression, anchor, told)
        case "nothing" | "anniversary":
            return None
        case _:
            return _part(expression, anchor, told)


def _count(rule: Mapping[str, Any], slots: Mapping[str, Any]) -> float | None:
    """How many units a rule counts: "two", "two and a half" (`more`), not known (`vague`)."""
    if rule.get("vague"):
        return None
    count: float = rule.get("count", slots.get("NUM"))
    return count + float(rule.get("more", 0))


_DAY = re.compile(r"[\dX]{4}-[\dX]{2}-\d\d|XXXX-WXX-\d")
_OPEN_DAY = "XXXX-XX-XX"


def _named_day(told: Told) -> str:
    """The day that the sentence named last, else the text shortly before; open if there is none."""
    named = (day for day in (told.here, told.near) if day and _DAY.match(day))
    return next((day[:10] for day in named), _OPEN_DAY)


def _that(unit: str, near: str | None) -> Timex | None:
    """ "That year", "the same day": the part of the date named last that is so long."""
    size = {"Y": 4, "M": 7, "D": 10}.get(unit)
    if size is None:
        return None
    if near is None or not re.fullmatch(r"\d{4}(-\d\d){0,2}", near[:size]) or len(near) < size:
        return Timex("DATE", "XXXX-XX-XX"[:size], timeml.PRECISIONS[unit])
    return Timex("DATE", near[:size], timeml.PRECISIONS[unit])


def _unit(rule: Mapping[str, Any], slots: Mapping[str, Any]) -> str:
    unit: str = slots.get("UNIT") or slots.get("UNITS") or rule["unit"]
    return unit


def _date(expression: Expression, anchor: Anchor | None, by: int | None) -> Timex | None:
    slots = dict(expression.slots)
    for sure in ("MONTH", "WEEKDAY", "YEAR", "HOLIDAY"):
        if f"SURE{sure}" in slots:
            slots[sure] = slots[f"SURE{sure}"]
    found = timeml.dated_value(slots, anchor, by, expression.future)
    if found is None or "PART" not in slots:
        return Timex("DATE", *found) if found else None
    return Timex("TIME", f"{found[0]}T{slots['PART']}", "hour")


def _shift(
    rule: Mapping[str, Any], slots: Mapping[str, Any], anchor: Anchor | None, by: int, told: Told
) -> Timex | None:
    if "WEEKDAY" in slots:
        value = timeml.weekday(anchor, slots["WEEKDAY"], by, False)
        precision = "day"
    elif "MONTH" in slots:
        value, precision = timeml.month(anchor, slots["MONTH"], by, False), "month"
    elif "HOLIDAY" in slots:
        value, precision = timeml.feast(slots["HOLIDAY"], anchor, None, by, False), "day"
    elif "SEASON" in slots:
        value, precision = timeml.season(anchor, slots["SEASON"], by, False), "season"
    else:
        unit = _unit(rule, slots)
        value, precision = timeml.shift(anchor, unit, by), timeml.PRECISIONS[unit]
        if unit == "Y" and by == -1 and told.here is not None and "-Q" in told.here:
            return _ago(rule, {"UNIT": "Y"}, anchor, by, told)
        if unit == "Q" and rule.get("told") and told.quarter is not None:
            value = told.quarter
    part = slots.get("PART") or rule.get("part")
    if part and precision == "day":
        day = value if value[0].isdigit() or value.startswith("XXXX") else "XXXX-XX-XX"
        return Timex("TIME", f"{day}T{part}", "hour")
    return Timex("DATE", value, precision)


def _ago(
    rule: Mapping[str, Any],
    slots: Mapping[str, Any],
    anchor: Anchor | None,
    by: int,
    told: Told,
) -> Timex:
    unit = _unit(rule, slots)
    count = float(slots.get("NUM", rule.get("count", 1))) + float(rule.get("more", 0))
    if told.quarter is not None and unit == "Y" and count == 1:
        year = int(told.quarter[:4]) + by
        return Timex("DATE", f"{year:04d}{told.quarter[4:]}", "month")
    precision = timeml.PRECISIONS[unit]
    many = "FEW" in slots or ("UNITS" in slots and "NUM" not in slots)
    if many or not count.is_integer() or abs(count) > 9999 or rule.get("vague"):
        return Timex("DATE", timeml.reference(by), precision)
    return Timex("DATE", timeml.shift(anchor, unit, by * int(count)), precision)


def _set(rule: Mapping[str, Any], slots: Mapping[str, Any]) -> Timex:
    if "WEEKDAYPART" in slots:
        number, part = slots["WEEKDAYPART"]
        return Timex("SET", f"XXXX-WXX-{number}T{part}", "hour")
    if (day := slots.get("WEEKDAYS") or slots.get("WEEKDAY")) is not None:
        return Timex("SET", f"XXXX-WXX-{day}", "day")
    if "SEASON" in slots:
        return Timex("SET", f"XXXX-{slots['SEASON']}", "season")
    if "MONTH" in slots:
        return Timex("SET", f"XXXX-{slots['MONTH']:02d}", "month")
    if "PART" in slots:
        return Timex("SET", f"XXXX-XX-XXT{slots['PART']}", "hour")
    unit = _unit(rule, slots)
    value = timeml.duration(slots.get("NUM", 1), unit)
    return Timex("SET", value, timeml.PRECISIONS[unit])


def _decade(slots: Mapping[str, Any]) -> Timex | None:
    year = slots.get("YEAR")
    if year is None:
        tens = float(slots.get("NUM", slots.get("TENS", -1)))
        if not (tens.is_integer() and tens % 10 == 0 and 20 <= tens <= 90):
            return None
        year = 1900 + int(tens)
    return Timex("DATE", f"{year // 10:03d}", "decade") if year % 10 == 0 else None


def _clock(expression: Expression, anchor: Anchor | None, told: Told) -> Timex | None:
    slots = expression.slots
    day = told.here if told.here and _DAY.fullmatch(told.here) else None
    clock = next((slots[c] for c in ("CLOCK", "POINTCLOCK", "HHMM") if c in slots), None)
    hour, minute = clock or (slots.get("HOUR", 99), 0)
    if "MINUTE" in slots:
        minute = int(slots["MINUTE"])
    hour = expression.rule.get("hour", hour)
    if expression.rule.get("pm"):
        hour += 12 if hour < 12 else 0
    elif "AM" in slots and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    number = slots.get("WEEKDAY") or slots.get("WEEKDAYPART", (None,))[0]
    if "MONTH" in slots or "DATE" in slots:
        found = timeml.dated_value(slots, anchor, None, expression.future)
        day = found[0] if found else None
    elif number is not None:
        day = timeml.weekday(anchor, number, None, expression.future)
    elif "by" in expression.rule:
        day = timeml.shift(anchor, "D", expression.rule["by"])
    elif day is None and anchor is not None and anchor.day is not None:
        day = timeml.shift(anchor, "D", 0)
    day = day if day and not day.endswith("_REF") else "XXXX-XX-XX"
    return Timex("TIME", f"{day}T{hour:02d}:{minute:02d}", "minute")


def _part(expression: Expression, anchor: Anchor | None, told: Told) -> Timex | None:
    slots = dict(expression.slots)
    if "SUREWEEKDAY" in slots:
        slots["WEEKDAY"] = slots["SUREWEEKDAY"]
    if "WEEKDAYPART" in slots:
        slots["WEEKDAY"], slots["PART"] = slots["WEEKDAYPART"]
    if "SUREHOLIDAY" in slots:
        slots["HOLIDAY"] = slots["SUREHOLIDAY"]
    if slots.keys() <= {"PART", "EARLY"}:
        # "In the evening" is of the day that the text tells of; of none, it says little.
        day = _named_day(told)
        return Timex("TIME", f"{day}T{slots['PART']}", "hour") if day != _OPEN_DAY else None
    found = timeml.dated_value(slots, anchor, None, expression.future)
    return Timex("TIME", f"{found[0]}T{slots['PART']}", "hour") if found else None
