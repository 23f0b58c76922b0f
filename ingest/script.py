"""Chinese characters in text: as a class for patterns, a pattern of one, and of one or a word."""

import re

HAN = "\u3400-\u9fff"  # inside square brackets
HAN_SIGN = re.compile(f"[{HAN}]")
# A Chinese character, or a word, or number, in other letters.
HAN_OR_WORD = re.compile(rf"[{HAN}]|[^\W{HAN}]+")
