"""Texts that break programs, of every kind that we know of; ours, after the classes of the well-known lists."""

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"

TEXTS: dict[str, str] = {
    "right to left": "مرحبا בדיקה \u202egnp.exe\u202c \u2067ab\u2069",
    "marks piled up": "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a algo"
    + "\u0301" * 200,
    "zero width": f"As{ZERO_WIDTH}ha",
    "nothing but zero width": ZERO_WIDTH,
    "nul": "As\x00ha\x00",
    "escapes and bells": "\x1b[31mred\x1b[0m \x07\x08\x0c\x7f\x85",
    "emoji with joiners": f"{FAMILY} \U0001f1ee\U0001f1f3 \U0001f44d\U0001f3fd",
    "half a surrogate": "a\ud83d b\udc00",
    "beyond the plane": "𝕳𝖊𝖑𝖑𝖔 𠜎𠜱 \U0010ffff \ufffe",
    "line ends": "a\r\nb\rc\nd\u2028e\u2029f\x0bg",
    "header": "x\r\nBcc: victim@example.com\r\n\r\nbody",
    "encoded word": "=?utf-8?q?=41?= =?x?b?!!?=",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>",
    "javascript": "javascript:alert(1)//`${7*7}`';alert(1);//",
    "sql": "Robert'); DROP TABLE contact;-- \" OR 1=1 /* % _ \\",
    "liquid": "{{ 7 | times: 7 }}{% for i in (1..9999999) %}x{% endfor %}{{ name }}{{1}}",
    "python format": "{0.__class__} %s %(x)s {title} {{",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "formulas": "@SUM(A1)\t+1\t-1",
    "json": '{"a": "\\u0000", "$gt": ""}',
    "path": "../../etc/passwd\\..\\con",
    "shell": "$(touch /tmp/x) `id` ; rm -rf ~ | cat",
    "markdown": "[a](javascript:alert(1)) **b** ~~c~~ ```d```",
    "words of programs": "null undefined NaN None true -1 1e309 0x0 ١٢٣",
    "blanks": " \t\u00a0\u3000 ",
    "empty": "",
    "a hundred kilobytes": "क्ष" * 12_000 + "x" * 64_000,
}
