"""States: what a text itself shows to be degraded about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rashomon.extract.blocks import BREAK
from rashomon.extract.cues import cues, hanging
from rashomon.model import Credit, Flag, Role, Sentence
from rashomon.settings import Extract

_DEFAULT = Extract()
_STORY = (Role.TITLE, Role.BODY, Role.DATELINE)
_CUT = re.compile(r"\[\s?(?:…|\.\.\.|\+\s?\d+ \w+)\s?\]\s*\Z")
_DOTS = ("…", "...")
_CLOSED = re.compile(r"[.!?…:;。！？؟।۔][\"'“”’»›)\]}*_]*\s*\Z|[\"”»“)\]]\s*\Z")
# A tag after the full stop: "... he said. /BTA", "... said. source: tvn24.pl".
_TAGGED = re.compile(r"[.!?…][\"'“”’»)]*(?:\s+|/)\S.{0,24}\Z")
# Marks that a machine translator's tokens leave: "cross -border", "the EU' s", "20 %" is none.
_TORN = re.compile(
    r"(?<=[^\W\d_]{2}) -(?=[^\W\d_]{2})|(?<=[^\W\d_]{2})- (?=[^\W\d_]{3,20} -)"
    r"|(?<=[^\W\d_]) ['’] (?=(?:s|t|re|ve|ll|d)\b)"
)
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]|https?:|www\.")
_WORD = re.compile(r"[^\W\d_]+")


def flags(
    text: str,
    sentences: Sequence[Sentence],
    credits: Sequence[Credit],
    limits: Extract = _DEFAULT,
) -> tuple[Flag, ...]:
    """The states of a text whose `sentences` carry their roles, in the order of `Flag`."""
    told = {
        Flag.PAYWALLED: any(sentence.role is Role.PAYWALL for sentence in sentences),
        Flag.TRUNCATED: _truncated(text, sentences, limits),
        Flag.MACHINE_TRANSLATED: _machine_translated(text, sentences, limits),
        Flag.MIXED_LANGUAGE: _mixed(sentences, limits),
        Flag.REPUBLISHED: _republished(text, sentences, credits),
    }
    return tuple(flag for flag in Flag if told[flag])


def _truncated(text: str, sentences: Sequence[Sentence], limits: Extract) -> bool:
    """Whether the story's last sentence breaks off.

    Dots may be style: they count where a site's line ("Read more") follows, or after a teaser's
    few words. Without them the other sentences must be closed, and the last one run on in their
    paragraph or end as no sentence does; alone in its line it may be a headline, list or poem.
    """
    places = [index for index, s in enumerate(sentences) if s.role is Role.BODY]
    if not places:
        return False
    body = [text[sentences[index].start : sentences[index].end] for index in places]
    last, size = body[-1][-200:], len(body[-1].split())
    if _CUT.search(last):
        return True
    if last.endswith(_DOTS):
        return places[-1] + 1 < len(sentences) or (
            size >= limits.story_line
            and sum(len(sentence.split()) for sentence in body) <= limits.teaser
            and not any(sentence.endswith(_DOTS) for sentence in body[:-1])
        )
    closed = sum(bool(_CLOSED.search(sentence[-20:])) for sentence in body[:-1])
    whole = len(body) > 2 and closed >= limits.closed_sentences * (len(body) - 1)
    words = _WORD.findall(last)
    if not (whole and words and (last[-1].isalnum() or last[-1] == ",")) or _ADDRESS.search(last):
        return False
    final = sentences[places[-1]]
    if cues(text, final.start, final.end, final.language):
        return False
    if size < limits.story_line or last[-1] == "," or hanging(words[-1], final.language):
        return size >= limits.story_line
    alone = BREAK.search(text, sentences[places[-2]].end, final.start)
    return size >= limits.long_line if alone else not _TAGGED.search(last)


def _mixed(sentences: Sequence[Sentence], limits: Extract) -> bool:
    letters: Counter[str] = Counter()
    for sentence in sentences:
        if sentence.role is Role.BODY and sentence.language:
            letters[sentence.language] += sentence.end - sentence.start
    common = letters.most_common(2)
    return len(common) == 2 and common[1][1] >= max(
        limits.mixed_share * letters.total(), limits.mixed_length
    )


def _republished(text: str, sentences: Sequence[Sentence], credits: Sequence[Credit]) -> bool:
    """Whether a credit or a disclaimer says that the whole text is another's."""
    marked = [
        (hit.start, hit.end, sentence.role)
        for sentence in sentences
        if sentence.role in (Role.CREDIT, Role.DISCLAIMER)
        for hit in cues(text, sentence.start, sentence.end, sentence.language)
        if hit.tag.endswith(":republished")
    ]
    credited = {(credit.start, credit.end) for credit in credits}
    return any(role is Role.DISCLAIMER or (start, end) in credited for start, end, role in marked)


def _machine_translated(text: str, sentences: Sequence[Sentence], limits: Extract) -> bool:
    """Whether the text says so, or bears traces of two kinds (or one kind many times)."""
    for sentence in sentences:
        if sentence.role not in _STORY and any(
            hit.tag.endswith(":machine")
            for hit in cues(text, sentence.start, sentence.end, sentence.language)
        ):
            return True
    story = [text[s.start : s.end] for s in sentences if s.role in _STORY]
    torn = sum(len(_TORN.findall(sentence)) for sentence in story)
    return torn >= 1 and torn + _small_names(story) >= limits.traces


def _small_names(story: Sequence[str]) -> int:
    """Words without a capital that the same text writes with one in mid-sentence otherwise."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for sentence in story:
        for index, word in enumerate(_WORD.findall(sentence)):
            if word[0].islower():
                small[word] += 1
            elif index and word.istitle():
                capital[word.lower()] += 1
    return sum(
        1 for word, count in capital.items() if small[word] == 1 and count >= 3 and len(word) > 3
    )
