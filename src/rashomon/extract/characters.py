"""Characters that no text means, out of the way of every later stage."""

from __future__ import annotations

import re

# Controls but tab and line ends, lone surrogates (JSON's "\ud800" alone), and the two
# noncharacters that XML forbids. Marks of direction are none of these: right-to-left text has them.
_MEANINGLESS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` with each meaningless character replaced by U+FFFD, so that offsets stay true."""
    return _MEANINGLESS.sub("\ufffd", text)
