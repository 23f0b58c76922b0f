"""Queries that no reader has in mind and that somebody sends all the same.

``NASTY`` are strings of up to ``MAX_QUERY_CHARS`` characters, each of which must be answered.
``WORDLESS`` are those of them without a word, a number or a Chinese character.
"""

from kb.request import MAX_QUERY_CHARS

_SIGNS = (
    *("", " ", "\t", "\n", "\r\n", "\u3000", "\xa0", "\u2028", "\u2029", "\x0b\x0c", "\x1c\x1d"),
    *("*", "?", "-", "--", "---", "- -", "+", "|", "||", "&", "&&", "!", "~", "^", "=", "_", "#"),
    *(".", "..", "...", ",", ";", ":", "：", "::", "/", "//", "\\", "\\\\", "%", "%%", "@", "$"),
    *("'", "''", "`", "´", "’", '"', '""', '"""', '""""', "“", "”", "“”", "”“", "「", "」", "「」"),
    *("『』", "《》", "()", "(", ")", ")(", "[]", "[", "{}", "{", "}{", "<>", "<", ">", "<!---->"),
    *('"-"', '-""', '-"', '"-', "-“”", "-「」", '- ""', '"*"', '(""', '"" ""', '" "', "-*", "-:", ":-"),
    *("*:*", "*.*", "**", "?*", "^$", ".*", "(?:)", "[^]", "$^", "(?=)", "\\*", "~*", "*~", "+*"),
    *("{{}}", "{%%}", "${}", "#{}", "<%=%>", "{0}"[:1] + "}", "%%%", "&&&", "--;", "/**/", "';--"),
    *("。", "，", "？！", "、、、", "……", "——", "・", "￥", "％", "＊", "－", "−", "–", "—", "―"),
    *("\x00", "\x00\x00", "\x01\x02\x03", "\x07", "\x08", "\x1b", "\x1b[", "\x7f", "\x80", "\x9f"),
    *("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202e", "\u2066\u2069", "\ufeff", "\u00ad"),
    *("\ufffe", "\uffff", "\U0010ffff", "\ue000", "\U000e0001", "\ufe0f", "\u2060", "\u034f"),
    *("\ud800", "\udfff", "\ud83d", "\udc80", "\ud800\ud800", "\udfff\ud800", "-\ud800", '"\ud800"'),
    *("😀", "👍🏽", "👩‍👩‍👧‍👦", "🇨🇳", "🇨", "1️⃣"[1:], "❤️", "⚖️", "💰💰💰", "-😀", '"😀"', "☃", "→", "✓"),
    *("\u0301", "\u0301" * 50, "\u20dd", "\u0489" * 30, "\u0e31", "\u0cc6", "\u093c"),
    *("∑", "√", "∞", "≠", "€", "£", "©", "®", "°", "§", "¶", "†", "•", "‰", "″"),
    *("-" * 500, "*" * 500, '"' * 500, "(" * 500, " " * 500, "“" * 500, "「" * 500, "\x00" * 500),
    *("\u0301" * 500, "\u200d" * 500, "😀" * 500, ":" * 500, "- " * 250, '-"' * 250, '" ' * 250),
    *("\ud800" * 500, "\\" * 500, "%" * 500, "！" * 500, "{" * 500, "<" * 500, "\n" * 500, "？" * 500),
)
_SYNTAX = (
    *("OR", "AND", "NOT", "OR OR", "AND NOT", "a OR", "OR a", "NOT NOT x", "NEAR/5", "TO", "[a TO z]"),
    *("title:", "title:x", "title:*", "body:pension", "slug:*", "key:article", "_id:1", "id:", "x:"),
    *("pension*", "*pension", "p*n", "pens?on", "pension~", "pension~2", "pension^5", '"a b"~3', "+a -b"),
    *("a && b", "a || b", "!a", "(a", "a)", "((((a", "a))))", "(a OR (b AND (c", "{a TO b}", "<a", "a>"),
    *("'; DROP TABLE articles; --", "' OR '1'='1", '" OR ""="', "1; SELECT 1", "x' UNION SELECT 1--"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title><b>x", "&lt;b&gt;", "&#x27;"),
    *("{{7*7}}", "{% raw %}", "${7*7}", "#{7*7}", "<%= 7 %>", "{0}", "{query}", "{typed}", "%s%n%x", "%(a)s"),
    *("(a+)+$", "(a|a)*b", "[[:alpha:]]", "\\d+", "\\u0041", "\\x41", "(?P<x>a)", "a{1,99999}", ".*.*.*=x"),
    *("%00", "%0d%0aSet-Cookie:x", "%E5%85", "%ff", "%u4e00", "%2525", "%", "%zz", "a%20b", "&q=x", "?q=x"),
    *("../../etc/passwd", "C:\\x", "/search?q=a", "http://x", "https://a.cn/?b=c#d", "file:///x", "a@b.cn"),
    *("javascript:alert(1)", "data:text/html,x", "mailto:a@b", "ftp://x:y@z", "10:30", "10：30", "1:2:3"),
    *("null", "None", "undefined", "NaN", "Infinity", "true", "[]1", "{}a", "0", "-0", "-1", "1e309", "0x10"),
    *("5-10", "60-65", "A - B", "A -B", "a--b", "a -- b", "work-related", "-work-related", "2010-10-28"),
    *("00000000000000000000", "9" * 500, "1.2.3.4.5", "1,000,00", "1,,2", "１２３", "①②③", "½", "Ⅷ", "٣"),
)
_OPERATORS = (
    *("-a", "-的", "-养老", "-pension", '-"social security"', "-“养老保险”", "-「保险」", "-a -b -c", "--a"),
    *("-topic:pension", "topic:", "topic:pension", "topic:养老", "topic：养老", "TOPIC:PENSION", "topic:x"),
    *('topic:""', 'topic:"', 'topic:"pension', "topic:“", "topic:-", "topic:*", "topic:topic:pension", "topic::"),
    *("region:深圳", "region:mars", "lang:zh", "lang:klingon", "kind:qa", "kind:", "kind:provision", "lang:-zh"),
    *("statute:sil", "statute:社会保险法", 'statute:"Social Insurance Law"', "statute:*", "statute:'", "法律:x"),
    *("intitle:", 'intitle:""', "intitle:pension", "intitle:保", 'intitle:"a b"', "-intitle:a", "intitle:intitle:a"),
    *("intitle:-a", "intitle:*", "-intitle:保 养老", "标题:养老", "主题：养老 地区：深圳", "lang:zh lang:en", "ſtatute:sil"),
    *("topic:pension -pension", "-pension pension", '"pension" -"pension"', 'intitle:a -intitle:a', "\u212aind:qa"),
    *("topic:pension" * 30, "topic:pension " * 35, "topic:x " * 62, "-a " * 166, "x " + "-a " * 160, "lang:zh" * 70),
    *('"a" ' * 125, '"pension"' * 55, "intitle:a " * 50, "intitle:保 " * 50, "-保 " * 150 + "养", '-"a b" ' * 60 + "x"),
    *('"' + "a " * 249 + '"', '"' + "社" * 498 + '"', '-"' + "a " * 240 + '" x', 'topic:"' + "x" * 490 + '"'),
    " ".join(f"-{n}" for n in range(120)) + " pension",
    " ".join(f'"{n} {n}"' for n in range(60)),
    " ".join(f"intitle:{n}" for n in range(38)),
    " ".join(f"-{chr(0x4E00 + n)}" for n in range(150)) + " 养老",
    " ".join(f'"{chr(0x4E00 + n)}"' for n in range(120)),
    " ".join(f"topic:{n}" for n in range(50)),
    " ".join(f'"{a} of the"' for a in ("the", "of", "in", "to", "and", "for", "by", "or", "is")),
)
_LONG = (
    *(char * 500 for char in "a1é养的ﷺ㍿ßﬃ𠀀İ가аא"),
    *("pension " * 62, "养老保险" * 125, "社 " * 250, "a b " * 125, "a-" * 250, "a'" * 250, "1," * 250, "1." * 250),
    *("a:" * 250, "a/" * 250, "a\x00" * 250, "a\u0301" * 250, "a\u200d" * 250, "养a" * 250, "养1" * 250, "(a" * 250),
    *("how " * 125, "的 " * 250, "怎么" * 250, "请问" * 250, "=a" * 250, "a😀" * 250, "x" + "\u0301" * 499, "A" * 500),
    " ".join(chr(0x4E00 + n) for n in range(250)),
    "".join(chr(0x4E00 + 7 * n) for n in range(500)),
    " ".join("的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"),
    " ".join("ab cd ef gh ij kl mn op qr st uv wx yz".split() * 12),
    " ".join("the of and to in a is for that by on with be as or an are not this it".split() * 8)[:500],
    "".join(chr(n) for n in range(500)),
    "".join(chr(n) for n in range(0x300, 0x370)) * 4,
    "".join(map(chr, range(0xFF01, 0xFF5F))),
)
_SCRIPTS = (
    *("養老保險", "社會保險費", "養老 -農村", "㐀㐁㐂", "𠀀𠀁", "\U0003134a", "〇", "々", "〻", "⺀", "⼀", "豈"),
    *("السلام عليكم", "שלום", "\u202eevil", "a\u202eb\u202c", "ｐｅｎｓｉｏｎ", "ＴＯＰＩＣ：ｐｅｎｓｉｏｎ", "ﬁne", "ſ", "ß"),
    *("İstanbul", "ıI", "Ǆ", "ﷺ", "㍿", "℡", "㈱", "Å", "A\u030a", "가", "각", "ا", "ไทย", "हिन्दी", "தமிழ்"),
    *("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘", "á", "e\u0301\u0301\u0301", "ａ－ｂ", "a‐b", "a‑b"),
    *("社保\u200b卡", "社\u00ad保", "\ufeff社保", "社保\x00卡", "社\n保", "社、保", "社保card卡", "5年", "B超", "A股-B股"),
    *("😀养老", "养老😀-农村", "👨‍👩‍👧 pension", "#社保", "@社保局", "¿Qué?", "naïve café", "Ωmega", "мир", "ΑΒΓ"),
)

NASTY = tuple(dict.fromkeys((*_SIGNS, *_SYNTAX, *_OPERATORS, *_LONG, *_SCRIPTS)))
WORDLESS = tuple(dict.fromkeys(_SIGNS))

assert all(len(query) <= MAX_QUERY_CHARS for query in NASTY), "longer ones are refused"
