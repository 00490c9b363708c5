"""What speaks for one of two reports having been made from the other, and for how.

Each piece of evidence is a weight in log odds (positive: `a` is the parent); weights add up as for
independent witnesses (naive Bayes). Below `limits.decided` the direction stays unknown: a wrong
arrow is worse than none.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rashomon.language.agencies import agency
from rashomon.model import Evidence, Flag, Kind
from rashomon.moments import before
from rashomon.reasons import Reason, reason

if TYPE_CHECKING:
    from rashomon.model import Credit, Reuse, Span, Text
    from rashomon.settings import Reuse as Limits


@dataclass(frozen=True, slots=True)
class Direction:
    """Which of two reports is the parent, None where nothing decides, and why."""

    parent: str | None
    confidence: float
    evidence: tuple[Evidence, ...]


def derives(reuse: Reuse, limits: Limits) -> bool:
    """Whether shared sentences make a derivation rather than a formula or a common quotation."""
    if not reuse.passages:
        return False
    smaller, larger = sorted((reuse.coverage_a, reuse.coverage_b))
    count, alike = len(reuse.passages), likeness(reuse)
    if _share(reuse, "translated") >= 0.5:
        if alike < limits.translated_alike or count < 3:
            return False
        if count == 3:
            return smaller >= limits.translated_few
        part = larger >= limits.translated_whole and alike >= limits.translated_surely
        return smaller >= limits.translated_share or (part and count >= 5)
    unquoted = 1 - reuse.quoted
    verbatim = sum(p.kind == "verbatim" for p in reuse.passages)
    if verbatim * unquoted >= limits.shared_sentences:
        return True
    if larger * unquoted < limits.unquoted:
        return False
    if alike >= limits.copied:
        return larger >= (limits.derived if count >= 2 else limits.single_sentence)
    return count >= 2 and (smaller + larger) * unquoted >= limits.rewritten


def direction(a: Text, b: Text, reuse: Reuse, limits: Limits) -> Direction:
    """Weighs all evidence between two reports that share text."""
    found: list[tuple[float, Evidence]] = []
    for parent, child, sign in ((a, b, 1.0), (b, a, -1.0)):
        if credit := crediting(child, parent):
            found.append((sign * limits.credit_weight, credited(child, credit)))
        elif own_work(parent) and not own_work(child):
            tag = reason("own tag", report=parent.id, name=parent.report.source or "")
            found.append((sign * limits.own_tag_weight, Evidence("own_tag", tag)))
        if (
            _share(reuse, "translated") >= 0.5
            and Flag.MACHINE_TRANSLATED in child.reading.flags
            and Flag.MACHINE_TRANSLATED not in parent.reading.flags
        ):
            traces = reason("translation traces", child=child.id, parent=parent.id)
            found.append((sign * limits.translation_weight, Evidence("translation_traces", traces)))
        if left := _remnants(child, parent, reuse):
            found.append((sign * limits.translation_weight, Evidence("remnants", left)))
        if _time_tells(child, parent, reuse, limits):
            when = earlier_than(parent, child)
            found += [(sign * limits.time_weight, when)] if when else []
    total = sum(weight for weight, _ in found)
    evidence = tuple(item for _, item in found)
    confidence = round(1 / (1 + math.exp(-abs(total))), 2)
    if abs(total) < limits.decided:
        return Direction(None, confidence, evidence)
    return Direction(a.id if total > 0 else b.id, confidence, evidence)


def kind(child: Text, parent: Text, reuse: Reuse, limits: Limits) -> Kind:
    """How the child stands to the parent, from what it took and how it changed it."""
    if same_article(child, parent):
        return Kind.VERSION
    if _share(reuse, "translated") >= 0.5:
        return Kind.TRANSLATION
    covered, taken = reuse.coverage_a, reuse.coverage_b
    if parent.id == reuse.a:
        covered, taken = taken, covered
    close = covered * likeness(reuse) >= limits.copied_closely
    if not close and _share(reuse, "verbatim") < 0.5:
        return Kind.REWRITE
    return Kind.COPY if taken >= limits.copied_whole else Kind.EXCERPT


def _remnants(child: Text, parent: Text, reuse: Reuse) -> Reason | None:
    """How many sentences a translation has left in the language of what it was made from, if any.

    Speech does not count: a report may quote somebody in a language not its own.
    """
    spoken = parent.reading.language
    if _share(reuse, "translated") < 0.5 or child.reading.language in (spoken, None):
        return None
    left = sum(
        all(_told_in(t, span, spoken) for t, span in ((a, p.a), (b, p.b)))
        for a, b in [(child, parent) if child.id == reuse.a else (parent, child)]
        for p in reuse.passages
        if p.kind != "translated"
    )
    return reason("remnants", child=child.id, count=left, parent=parent.id) if left else None


def _told_in(text: Text, span: Span, language: str | None) -> bool:
    """Whether a span is of a sentence in a language, and holds no direct speech."""
    speech = (q.content for q in text.reading.quotes if q.kind == "direct")
    return not any(q.start < span.end and span.start < q.end for q in speech) and any(
        s.start <= span.start < s.end and s.language == language for s in text.body
    )


def _time_tells(child: Text, parent: Text, reuse: Reuse, limits: Limits) -> bool:
    """Whether the earlier of two texts can be taken for what the later was made from.

    Not where the later credits a third, or the earlier an agency, which serves both; nor where two
    outlets share but a part of their texts: agencies repeat their background for weeks.
    """
    if child.reading.credits and not crediting(child, parent):
        return False
    if _one_outlet(child, parent):
        return True
    served = any(agency(c.name) for c in parent.reading.credits) and not own_work(parent)
    return not served and max(reuse.coverage_a, reuse.coverage_b) >= limits.time_share


def _one_outlet(a: Text, b: Text) -> bool:
    one, other = a.report.source, b.report.source
    return one is not None and other is not None and same_source(one, other)


def same_article(a: Text, b: Text) -> bool:
    """Whether two reports are versions of one article: one address, or one outlet and headline."""
    one, other = a.report, b.report
    if one.url and one.url == other.url:
        return True
    return _one_outlet(a, b) and one.title is not None and one.title == other.title


def crediting(child: Text, parent: Text) -> Credit | None:
    """The credit by which a report names another's outlet or links to it, if any."""
    for credit in child.reading.credits:
        if parent.report.source and same_source(credit.name, parent.report.source):
            if not (child.report.source and same_source(credit.name, child.report.source)):
                return credit
        elif credit.url and credit.url == parent.report.url:
            return credit
    return None


def own_work(text: Text) -> bool:
    """Whether a report carries its own outlet's tag, as an agency's original does."""
    source = text.report.source
    return source is not None and any(same_source(c.name, source) for c in text.reading.credits)


def behind_paywall(one: Text, other: Text) -> bool:
    """Whether the first ends in a paywall notice and the second, open to all, does not."""
    return Flag.PAYWALLED in one.reading.flags and Flag.PAYWALLED not in other.reading.flags


def same_source(one: str, other: str) -> bool:
    """Whether two names mean one outlet: case, articles, endings and punctuation aside."""
    return source_key(one) == source_key(other) != ""


def source_key(name: str) -> str:
    """A name of an outlet folded for comparison: "The New York Times" is "new york times"."""
    words = re.findall(r"\w+", name.casefold())
    kept = [w for w in words if w not in {"the", "www", "com", "news", "agency"}]
    return " ".join(kept or words)


def credited(child: Text, credit: Credit) -> Evidence:
    """The evidence of a credit, in its words."""
    quoted = " ".join(child.report.text[credit.start : credit.end].split())
    why = reason("credit", child=child.id, name=credit.name, words=quoted[:120])
    return Evidence("credit", why)


def earlier_than(a: Text, b: Text) -> Evidence | None:
    """The evidence that `a` is surely earlier than `b`, None where the times do not tell."""
    one = (a.report.modified if same_article(a, b) else None) or a.report.published
    other = (b.report.modified if same_article(a, b) else None) or b.report.published
    if one is None or other is None or not before(one, other):
        return None
    why = reason("earlier", report=a.id, time=one.value, other=b.id, later=other.value)
    return Evidence("time", why)


def likeness(reuse: Reuse) -> float:
    """Mean likeness of the common passages."""
    return sum(p.score for p in reuse.passages) / max(len(reuse.passages), 1)


def _share(reuse: Reuse, wanted: str) -> float:
    """Share of the common passages, by length in `a`, that are of one kind."""
    lengths = [(p.a.end - p.a.start, p.kind) for p in reuse.passages]
    total = sum(length for length, _ in lengths)
    return sum(length for length, kind in lengths if kind == wanted) / total if total else 0.0
