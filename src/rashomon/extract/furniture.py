"""Roles: which parts of a report tell the story, and which the site put around them.

Precision on the story comes first: a wrong mark hides news, a missed one only shows a site's line.
So a line between paragraphs of the story must say outright that it is no part of it ("Read
more"), while after the story's end, once anything there is furniture, all that has not the shape
of story text is taken for it, known wording or not. The cues are data; the rules are ours, in the
spirit of boilerplate detection by text shape (Kohlschütter et al. 2010).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from rashomon.extract.agencies import listed, mentioned
from rashomon.extract.blocks import BREAK, Block, blocks
from rashomon.extract.cues import CUED
from rashomon.extract.dateline import dateline
from rashomon.language.phrases import Hit
from rashomon.model import Role, Segment, Sentence
from rashomon.settings import Extract

_DEFAULT = Extract()
_QUOTE = re.compile('["“”„«»]')
_ADDRESS = re.compile(r"\w@\w|https?:|www\.")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:h]\d{2}(?!\d)")
_SIGNED = re.compile(r"[(\[/—–-]{1,2}\s?([^()\[\]\n]{2,60}?)\s?[)\]/]{0,2}\.?\Z")

Cue = tuple[Role, str]  # what a wording makes of its sentence, and the list that it is from


def segment(
    text: str, sentences: Sequence[Sentence], title: str | None, limits: Extract = _DEFAULT
) -> tuple[tuple[Segment, ...], tuple[Sentence, ...]]:
    """Segments (maximal runs of one role and language) and the sentences with their roles.

    `sentences` are those of the whole text, in order; a dateline that opens a sentence becomes a
    sentence of its own. `title` is the report's title where it is known from elsewhere.
    """
    pieces = _datelines(text, sentences, limits)
    found = blocks(text, pieces, limits)
    _cued(text, found, limits)
    _head(found, title, limits)
    _tail(found, limits)
    _repeats(found, limits)
    told = tuple(
        sentence if sentence.role is Role.DATELINE else replace(sentence, role=role or Role.BODY)
        for block in found
        for sentence, role in zip(block.sentences, block.roles, strict=True)
    )
    return _runs(told), told


def _runs(sentences: Sequence[Sentence]) -> tuple[Segment, ...]:
    runs: list[Segment] = []
    for sentence in sentences:
        last = runs[-1] if runs else None
        if last and (last.language, last.role) == (sentence.language, sentence.role):
            runs[-1] = replace(last, end=sentence.end)
        else:
            runs.append(Segment(sentence.start, sentence.end, sentence.language, sentence.role))
    return tuple(runs)


def _datelines(text: str, sentences: Sequence[Sentence], limits: Extract) -> list[Sentence]:
    """The sentences, with datelines at the beginning of leading lines made sentences."""
    result: list[Sentence] = []
    lines, end = 0, -1  # lines begun, end of a dateline being cut off
    for index, sentence in enumerate(sentences):
        before = sentences[index - 1].end if index else 0
        opens = not index or bool(BREAK.search(text, before, sentence.start))
        lines += opens
        if opens and lines <= limits.head_lines:
            line = BREAK.search(text, sentence.start)
            found = dateline(text, sentence.start, line.start() if line else len(text))
            if found is not None:
                end = found
                result.append(Sentence(sentence.start, end, sentence.language, Role.DATELINE))
        if sentence.end <= end:
            continue
        start = sentence.start
        if start < end:
            start = end + len(text[end : sentence.end]) - len(text[end : sentence.end].lstrip())
        if start < sentence.end:
            result.append(replace(sentence, start=start))
    return result


def _cued(text: str, found: Sequence[Block], limits: Extract) -> None:
    """Roles that a wording alone is enough for, wherever it stands."""
    last = max((i for i, block in enumerate(found) if block.tells(limits)), default=len(found))
    for place, block in enumerate(found):
        if place > last and _signs(block):
            block.give(Role.CREDIT)
            continue
        sure = [
            _surest(text, sentence, hits)
            for sentence, hits in zip(block.sentences, block.hits, strict=True)
        ]
        first, cue = next(((i, cue) for i, cue in enumerate(sure) if cue), (0, None))
        if cue is None:
            continue
        if len(sure) == 1:
            if _fits(cue, block, limits):
                block.give(cue[0])
        elif first <= 1 and _spreads(cue, first, block, limits):
            block.give(cue[0])
        else:
            # What closes a paragraph may be a credit; what stands within is the story's.
            for index in range(len(sure) - 1, -1, -1):
                if not (closing := sure[index]) or block.sizes[index] >= limits.long_line:
                    break
                block.roles[index] = closing[0]


def _signs(block: Block) -> bool:
    """Whether a line is but an agency's signature, "(dpa/lno)"; bare names sign pictures too."""
    signed = _SIGNED.match(block.text) if block.size <= 4 else None
    return signed is not None and any(start == 0 for start, _, _ in listed(signed[1], 0, 60))


def _surest(text: str, sentence: Sentence, hits: Sequence[Hit]) -> Cue | None:
    for role in CUED:
        for hit in hits:
            head, _, kind = hit.tag.partition(":")
            if head == role and kind != "tail":
                # Who wrote or edited is a byline, unless it was an agency.
                person = kind == "people" and not any(mentioned(text, sentence.start, sentence.end))
                return (Role.BYLINE if person else role), kind
    return None


def _spreads(cue: Cue, index: int, block: Block, limits: Extract) -> bool:
    """Whether the wording of one of its first sentences tells the role of a whole paragraph."""
    role, kind = cue
    if role is Role.FURNITURE:
        return index == 0 and _sites(block, limits)
    if role is Role.CREDIT or kind == "machine":
        return index == 0 and block.size <= limits.long_line
    return role in (Role.DISCLAIMER, Role.PAYWALL)


def _fits(cue: Cue, block: Block, limits: Extract) -> bool:
    """Whether a lone line has the shape of what its wording makes it."""
    role, kind = cue
    if role is Role.BYLINE and kind != "people":
        return block.size <= limits.story_line + 4 and not block.text.endswith(("?", "!", "…"))
    if role is Role.FURNITURE:
        return _sites(block, limits)
    return block.size <= limits.long_line * 2 or (role is Role.DISCLAIMER and kind != "machine")


def _sites(block: Block, limits: Extract) -> bool:
    """Whether a block with a site's wording is the site's as a whole."""
    if not block.tells(limits) or block.typical(Role.FURNITURE) >= limits.site_words:
        return True
    cues = [hit for hits in block.hits for hit in hits if hit.tag == Role.FURNITURE]
    wide = any((hit.end - hit.start) * 3 >= len(block.text) for hit in cues)
    return wide or (len({hit.start for hit in cues}) >= 2 and block.size <= limits.long_line)


def _head(found: Sequence[Block], title: str | None, limits: Extract) -> None:
    """Titles, and what a site puts above the story."""
    wanted = " ".join(title.split()).casefold() if title else ""
    first = next((i for i, b in enumerate(found) if not b.role and b.tells(limits)), None)
    for index, block in enumerate(found[: limits.head_lines]):
        if block.role or block.sentences[0].role is Role.DATELINE:
            continue
        if wanted and _same(block, wanted):
            block.give(Role.TITLE)
        elif first is not None and index < first and not block.closed:
            if (_tailed(block) and block.size <= limits.story_line) or _stamped(block, limits):
                block.give(Role.FURNITURE)
            elif (
                any(map(str.isalpha, block.text))
                and block.size < limits.long_line
                and block.text[-1] not in ":,;"
            ):
                block.give(Role.TITLE)
        elif first is not None and index >= first:
            break


def _stamped(block: Block, limits: Extract) -> bool:
    """Whether a line above the story is a date with its time, or mostly numbers."""
    letters = sum(map(str.isalpha, block.text))
    digits = sum(map(str.isdigit, block.text))
    dated = digits >= 6 and block.size <= limits.story_line + 4
    return digits * 2 > letters or (dated and bool(_CLOCK.search(block.text)))


def _same(block: Block, wanted: str) -> bool:
    line = " ".join(block.text.split()).casefold()
    if not 0.5 <= len(line) / len(wanted) <= 2:
        return False
    return fuzz.ratio(line, wanted) >= 90 or (
        len(line) >= 20 and (line in wanted or wanted in line)
    )


def _tailed(block: Block) -> int:
    """How many cues it has that count beyond the story's ends; an address is one."""
    cues = sum(hit.tag == "furniture:tail" for hits in block.hits for hit in hits)
    return cues + bool(_ADDRESS.search(block.text))


def _tail(found: Sequence[Block], limits: Extract) -> None:
    """All after the story's end, if it begins like furniture."""
    index = len(found)
    names = {block.key for block in found if not block.tells(limits) and block.size > 1}
    while index > 0:
        block = found[index - 1]
        if block.role is None and _appeals(block, limits):
            block.give(Role.PAYWALL)
        if block.role is None and _ends(block, limits) and not _advertises(block, names, limits):
            break
        index -= 1
    if index > 0:
        _suffix(found[index - 1], limits)
    begun: Role | None = None
    for block in found[index:]:
        role = block.role
        if begun is None and (role in CUED or _tailed(block)):
            begun = role or Role.FURNITURE
        if begun is None or role:
            begun = begun and (role or begun)
            continue
        if begun is Role.PAYWALL and block.typical(Role.PAYWALL):
            block.give(Role.PAYWALL)
        else:
            begun = Role.FURNITURE
            block.give(begun)


def _ends(block: Block, limits: Extract) -> bool:
    """Whether it can be the story's last paragraph: what asks or calls out is rather a headline."""
    calls = block.text.endswith(("?", "!", "…")) and block.size < limits.long_line
    return block.tells(limits) and (not calls or bool(_QUOTE.search(block.text)))


def _advertises(block: Block, names: set[str], limits: Extract) -> bool:
    """Whether a paragraph in the shape of story text speaks of the site itself."""
    cues = _tailed(block)
    if cues * limits.long_line < block.size:
        return False
    own = any(block.key.startswith(name) for name in names if len(name) >= 6)
    return own or cues >= 2 or block.typical(Role.FURNITURE) >= limits.site_words


def _appeals(block: Block, limits: Extract) -> bool:
    """Whether a short line asks for a subscription in words that no phrase foresaw.

    News of subscribers does not speak to the reader, nor of itself as "our" paper.
    """
    asks = block.typical(Role.PAYWALL)
    if (
        asks == 0
        or block.size > 2 * limits.story_line
        or any(block.hits)
        or _QUOTE.search(block.text)
    ):
        return False
    speaks = block.typical(Role.FURNITURE, unless=Role.PAYWALL) > 0
    return speaks if block.closed else asks * block.size >= 2 and asks > limits.site_words


def _suffix(block: Block, limits: Extract) -> None:
    """The end of the story's last paragraph, where a site's words run on in its line."""
    for index in range(len(block.roles) - 1, 0, -1):
        if block.roles[index]:
            continue
        tails = sum(hit.tag == "furniture:tail" for hit in block.hits[index])
        if not tails or (block.sizes[index] >= limits.story_line and tails < 2):
            break
        block.roles[index] = Role.FURNITURE


def _repeats(found: Sequence[Block], limits: Extract) -> None:
    """Short lines that stand in the report before: headlines, slogans, buttons."""
    seen: set[str] = set()
    for block in found:
        if block.size < 2 or block.tells(limits) or block.role not in (None, Role.TITLE):
            continue
        if block.key in seen:
            block.roles = [Role.FURNITURE] * len(block.roles)
        seen.add(block.key)
