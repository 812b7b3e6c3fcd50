"""Signs that are written in and around names and carry no sound of their own."""

from typing import Final

APOSTROPHES: Final = "'`´ʹʻʼʽʾʿˈˊˋʽ՚‘’‛′‵＇ꞌ"
"""Apostrophe-like signs met in place of U+02BB and U+02BC, and the half rings of scholars (V S80, GK)."""

JOINERS: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Signs of no width that stand inside a word: ZWNJ, ZWJ, word joiner, soft hyphen."""

BIDI_CONTROLS: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Signs that steer the direction of text; never part of a name."""

HARAKAT: Final = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0655\u0656\u0657\u0658\u0659\u0670"
"""Vowel signs and other marks of Arabic script."""

MARKS: Final = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
"""Combining marks met on Latin, Cyrillic and Arabic letters, as the inside of a character class."""
