"""Characters that no text means, out of the way of every later stage."""

from __future__ import annotations

import re

# Controls but tab and line ends, lone surrogates (JSON's "\ud800" alone), and the two
# noncharacters that XML forbids. Marks of direction are none of these: right-to-left text has them.
_MEANINGLESS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# The same, as HTML's numeric references; surrogates among them the parser replaces itself.
_REFERENCES = re.compile(
    r"&#(?:x0{0,9}(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef])(?![0-9a-f])"
    r"|0{0,9}(?:[0-8]|1[124-9]|2[0-9]|3[01]|127|6553[45])(?![0-9]));?",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """`text` with each meaningless character replaced by U+FFFD, so that offsets stay true."""
    return _MEANINGLESS.sub("\ufffd", text)


def clean_markup(markup: str) -> str:
    """The same for a page, where such characters may be written as references ("&#1;")."""
    return _REFERENCES.sub("\ufffd", clean(markup))
