"""One key for the many spellings of a name, across scripts and ways of transcribing.

Zelensky, Zelenskyy, Selenskyj, Зеленский and Зеленський are one name written down by different
ears. Consonants are transcribed to one Latin letter per class of sounds that transcriptions mix
up, every run of vowels becomes "_", and final vowels fall, for they carry case and gender. It is
the idea of Soundex and of the consonant skeletons of cross-script name matching, with rules of
our own that keep the places of the vowels, so that Barnier and Brenner stay apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e",
    "ж": "zh", "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e",
    "ю": "iu", "я": "ia",
}  # fmt: skip
_LETTERS = str.maketrans({**_CYRILLIC, "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o",
                          "đ": "d", "ð": "d", "þ": "th", "ı": "i"})  # fmt: skip

# In this order: what stands for one sound in one transcription or another.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"дж", "j"),
        (r"schtsch|shtch|shch|szcz|tsch|tch|tzsch", "h"),
        (r"sch|sh|sz|zh", "s"),
        (r"dzh|dsch|dj", "j"),
        (r"ch|cz|kh", "h"),
        (r"(?<=[aeiouy])h(?![aeiouy])", ""),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|qu|q|c", "k"),
        (r"ts|tz|z", "s"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"[oe]ff?$", "_v"),
        (r"[jy]", "i"),
        (r"[aeiou]+", "_"),
        (r"([b-z])\1+", r"\1"),
        (r"_+$", ""),
    )
]


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The spelling key of one word of a name: "p_t_n" for Putin, Poutine and Путин.

    Words of other scripts than Latin and Cyrillic keep their letters. Never empty for a word
    with letters: a word of vowels alone is "_".
    """
    word = word[:60].lower().replace("дж", "j")
    plain = unicodedata.normalize("NFD", word.translate(_CARONS)).translate(_LETTERS)
    plain = "".join(c for c in plain if c.isalpha())
    for pattern, sound in _SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain or "_"


# Letters whose mark is a sound of its own, before marks are dropped; й and ї lose nothing.
_CARONS = str.maketrans({"č": "ch", "ć": "ch", "š": "sh", "ś": "sh", "ş": "sh", "ș": "sh",
                         "ž": "zh", "ż": "zh", "ź": "zh", "ç": "s", "ř": "r", "й": "i",
                         "ї": "i", "ё": "e"})  # fmt: skip


def given(word: str) -> str:
    """The key of a given name, one for its forms in neighbouring languages.

    Volodymyr and Vladimir, Oleksandr and Alexander are one: reports translate given names.
    """
    key = skeleton(word)
    return _GIVEN.get(key, key)


# Ukrainian, Belarusian, Russian and Western forms of one given name, and how Cyrillic writes it.
_FORMS = (
    "Vladimir Volodymyr Uladzimir",
    "Alexander Oleksandr Aliaksandr Alexandre Alejandro Alessandro",
    "Alexei Oleksiy Aliaksei Alexey",
    "Sergei Serhiy Siarhei Serge Sergio",
    "Dmitry Dmytro Dzmitry",
    "Nikolai Mykola Mikalai Nicolas Nicholas Nikolaus",
    "Mikhail Mykhailo Michail Michael Michel Miguel Майкл Майкъл Мишель",
    "Andrei Andriy Andrej Andrew",
    "Pyotr Petro Piotr Petr Peter Pierre Pedro",
    "Pavel Pavlo Pawel",
    "Evgeny Yevhen Jewgeni Eugen Eugene",
    "Vasily Vasyl Wassili",
    "Grigory Hryhoriy Grigori",
    "Oleg Oleh",
    "Igor Ihor",
    "Ivan Iwan Iván",
    "Viktor Victor Wiktor",
    "Yuri Yuriy Juri Jurij",
    "Natalia Nataliya Natalie",
    "Elena Olena Jelena Hélène Helena",
    "Olga Olha",
    "Anna Hanna Hannah",
    "Catherine Kateryna Ekaterina Jekaterina Katarina",
    "Joseph Josef Iosif Yosyp Giuseppe José",
    "John Jean",
    "Benedict Benedikt Benoît",
    "Francis Franziskus François Francisco Francesco",
    "James Джеймс",
    "Charles Чарльз Шарль",
    "William Уильям",
    "Matthew Мэттью",
    "Christopher Кристофер",
    "Elizabeth Елизавета",
    "Jacques Жак",
    "Nigel Найджел",
    "Nancy Нэнси",
)
_GIVEN = {skeleton(form): skeleton(forms.split()[0]) for forms in _FORMS for form in forms.split()}


# Hebrew and Arabic letters as the class of sounds of `_coarse`; what may be a vowel falls away.
_SEMITIC = {
    **dict(zip("בגדזחטכלמנספצקרשתךםןףץ", "bgdzhtklmnsbskrstkmnbs", strict=True)),
    **dict(zip("بپتثجچحخدذرزژسشصضطظغفقكکگلمنه", "bbttkhhhdzrzksssdtzkbkkkklmnh", strict=True)),
}  # fmt: skip
_VOWELLESS = re.compile(r"[\u0590-\u05ff\u0600-\u06ff\u200c]+")
_COARSE = str.maketrans({**dict.fromkeys("pfv", "b"), **dict.fromkeys("gqjcx", "k"), "z": "s",
                         "d": "t", **dict.fromkeys("hyw_i", "")})  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
# Consonants of the shortest key: with fewer, unrelated words meet.
SHORTEST = 3


@lru_cache(maxsize=50_000)
def consonants(word: str) -> frozenset[str]:
    """Keys under which a name meets itself in a script that writes no vowels and no capitals.

    The classes are coarser than a skeleton's: Arabic has no p, Hebrew one letter for p and f. A
    Hebrew or Arabic word has several, without the particles that may be written at its front.
    Keys of fewer than three consonants are left out.
    """
    if not _VOWELLESS.match(word):
        forms = [skeleton(word)]
    else:
        letters = [c for c in unicodedata.normalize("NFKC", word) if c.isalpha()]
        bare = "".join(letters)
        starts = {0, 1, 2 if bare.startswith("ال") else 0}
        forms = ["".join(_SEMITIC.get(c, "") for c in bare[start:]) for start in sorted(starts)]
    keys = (_DOUBLED.sub(r"\1", form.translate(_COARSE)) for form in forms)
    return frozenset(key for key in keys if len(key) >= SHORTEST)


def vowelless(text: str) -> list[str]:
    """The words of a text that are in Hebrew or Arabic script."""
    return _VOWELLESS.findall(text)
