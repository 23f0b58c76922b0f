"""Chinese characters in text: as a class for patterns, and as a pattern of one."""

import re

HAN = "\u3400-\u9fff"  # inside square brackets
HAN_SIGN = re.compile(f"[{HAN}]")
