"""Letters as the zone spells them. Source: ICAO Doc 9303-3, section 6: Latin, Cyrillic and Arabic tables.

Latin letters that only carry a mark the standard drops (É, Ş, Ž) are not listed: they lose it by rule.
The schwa has no row of its own there; passports that need it print A, older ones and other States' E.
"""

LATIN = {
    "Ä": "AE",
    "Å": "AA",
    "Æ": "AE",
    "Đ": "D",
    "Ð": "D",
    "Ħ": "H",
    "ı": "I",
    "Ĳ": "IJ",
    "ĸ": "Q",
    "Ł": "L",
    "Ŀ": "L",
    "Ŋ": "N",
    "Ö": "OE",
    "Ø": "OE",
    "Œ": "OE",
    "Ŧ": "T",
    "Ü": "UE",
    "Þ": "TH",
    "ß": "SS",
    "ẞ": "SS",
    "Ə": "A",
    "Ǝ": "A",
}

LATIN_IN = {
    "az": {"Ö": "O", "Ü": "U"},
    "tr": {"Ö": "O", "Ü": "U"},
    "es": {"Ü": "U"},
    "hu": {"Ö": "O", "Ü": "U"},
}
"""The standard leaves Ä, Ö and Ü to the State; these languages write the plain letter."""

OTHER_SPELLINGS = {
    "Ə": ("E",),
    "Ǝ": ("E",),
    "Ä": ("A",),
    "Å": ("A",),
    "Ö": ("O",),
    "Ø": ("O",),
    "Ü": ("U",),
    "Ñ": ("NXX",),
}
"""What real documents print instead; names are found under every one of them."""

CYRILLIC = dict(
    zip(
        "АБВГДЕЖЗИІЙКЛМНОПРСТУФХЦЧШЩЪЫЭЮЯЁ",
        "A B V G D E ZH Z I I I K L M N O P R S T U F KH TS CH SH SHCH IE Y E IU IA E".split(),  # noqa: SIM905 - reads as the row above
        strict=True,
    )
) | {
    "Ь": "",
    "Ѣ": "E",
    "Ѵ": "Y",
    "Ґ": "G",
    "Ў": "U",
    "Ѫ": "U",
    "Ѓ": "G",
    "Ђ": "D",
    "Ѕ": "DZ",
    "Ј": "J",
    "Ќ": "K",
    "Љ": "LJ",
    "Њ": "NJ",
    "Һ": "C",
    "Џ": "DZ",
    "Є": "IE",
    "Ї": "I",
    "Ћ": "C",
}

CYRILLIC_IN = {
    "be": {"Г": "H", "Ё": "IO"},
    "bg": {"Щ": "SHT"},
    "mk": {"Ж": "ZH", "Х": "H", "Ц": "C", "Ѓ": "GJ", "Ќ": "KJ", "Џ": "DJ"},
    "sr": {"Ж": "Z", "Х": "H", "Ц": "C", "Ч": "C", "Ш": "S"},
    "uk": {"Г": "H", "И": "Y"},
}
"""Where the standard gives a language its own spelling."""

ARABIC = {
    "ء": "XE", "آ": "XAA", "أ": "XAE", "ؤ": "U", "إ": "I", "ئ": "XI", "ا": "A", "ب": "B",
    "ة": "XTA", "ت": "T", "ث": "XTH", "ج": "J", "ح": "XH", "خ": "XKH", "د": "D", "ذ": "XDH",
    "ر": "R", "ز": "Z", "س": "S", "ش": "XSH", "ص": "XSS", "ض": "XDZ", "ط": "XTT", "ظ": "XZZ",
    "ع": "E", "غ": "G", "ف": "F", "ق": "Q", "ك": "K", "ل": "L", "م": "M", "ن": "N",
    "ه": "H", "و": "W", "ى": "XAY", "ي": "Y", "ٱ": "XXA", "ٹ": "XXT", "ټ": "XRT", "پ": "P",
    "ځ": "XKE", "څ": "XXH", "چ": "XC", "ڈ": "XXD", "ډ": "XDR", "ڑ": "XXR", "ړ": "XRR", "ږ": "XRX",
    "ژ": "XJ", "ښ": "XXS", "ک": "XKK", "ګ": "XXK", "ڭ": "XNG", "گ": "XGG", "ں": "XNN", "ڼ": "XXN",
    "ھ": "XDO", "ۀ": "XYH", "ہ": "XXG", "ۂ": "XGE", "ۃ": "XTG", "ی": "XYA", "ۍ": "XXY", "ې": "Y",
    "ے": "XYB", "ۓ": "XBE",
}  # fmt: skip

ARABIC_LAST = {"ة": "XAH"}
"""Teh marbuta is spelled otherwise at the end of a name component."""

SHADDA = "\u0651"
"""Doubles the letter before it; other vowel marks are not encoded."""
