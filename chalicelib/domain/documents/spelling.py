"""The spellings of a name in Latin capitals, in zones and in forms.

ICAO 9303-3, section 6, allows several spellings of one letter (Ö is OE or O, Ü is UE, UXX or U, Å
is AA or A, Ñ is N or NXX), and states romanise Cyrillic and Greek differently. So each word has a
set of spellings; two words are the same if their sets intersect.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product

MOST_SPELLINGS = 256

_LATIN = {
    "Ä": "AE A", "Ö": "OE O", "Ü": "UE U UXX YU V", "Å": "AA A", "Ø": "OE O", "Ñ": "N NXX",
    "Ō": "O OO OU OH", "Ū": "U UU",
    "Æ": "AE", "Œ": "OE", "ß": "SS", "ẞ": "SS", "Þ": "TH", "Ð": "D", "Đ": "D DJ", "Ł": "L",
    "Ħ": "H", "ı": "I", "İ": "I", "Ŋ": "N", "Ŧ": "T", "Ə": "A AE E", "Ĳ": "IJ",
}  # fmt: skip
_CYRILLIC = {
    "КС": "KS X",
    "А": "A", "Б": "B", "В": "V", "Г": "G H", "Ґ": "G", "Д": "D", "Е": "E YE IE", "Ё": "E IO YO",
    "Є": "IE YE", "Ж": "ZH Z J", "З": "Z", "И": "I Y", "І": "I", "Ї": "I YI", "Й": "I Y J",
    "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T",
    "У": "U", "Ў": "U", "Ф": "F", "Х": "KH H", "Ц": "TS C", "Ч": "CH C", "Ш": "SH S",
    "Щ": "SHCH SHT",
    "Ъ": "A IE U", "Ы": "Y", "Ь": "- Y", "Э": "E", "Ю": "IU YU", "Я": "IA YA", "Ђ": "D DJ",
    "Ј": "J", "Љ": "LJ", "Њ": "NJ", "Ћ": "C", "Џ": "DZ DJ", "Ѓ": "GJ G", "Ќ": "KJ K", "Ѕ": "DZ",
}  # fmt: skip
_GREEK = {
    "ΟΥ": "OU", "ΑΥ": "AV AF", "ΕΥ": "EV EF", "ΜΠ": "B MP", "ΝΤ": "NT D", "ΓΚ": "GK G", "ΓΓ": "NG",
    "Α": "A", "Β": "V", "Γ": "G", "Δ": "D", "Ε": "E", "Ζ": "Z", "Η": "I", "Θ": "TH", "Ι": "I",
    "Κ": "K", "Λ": "L", "Μ": "M", "Ν": "N", "Ξ": "X", "Ο": "O", "Π": "P", "Ρ": "R", "Σ": "S",
    "Τ": "T", "Υ": "Y", "Φ": "F", "Χ": "CH", "Ψ": "PS", "Ω": "O",
}  # fmt: skip
_GEORGIAN = {
    "ა": "A", "ბ": "B", "გ": "G", "დ": "D", "ე": "E", "ვ": "V", "ზ": "Z", "თ": "T", "ი": "I",
    "კ": "K", "ლ": "L", "მ": "M", "ნ": "N", "ო": "O", "პ": "P", "ჟ": "ZH", "რ": "R", "ს": "S",
    "ტ": "T", "უ": "U", "ფ": "P", "ქ": "K", "ღ": "GH", "ყ": "Q", "შ": "SH", "ჩ": "CH", "ც": "TS",
    "ძ": "DZ", "წ": "TS", "ჭ": "CH", "ხ": "KH", "ჯ": "J", "ჰ": "H",
}  # fmt: skip
_ARMENIAN = {
    "ՈՒ": "U", "Ա": "A", "Բ": "B", "Գ": "G", "Դ": "D", "Ե": "E YE", "Զ": "Z", "Է": "E", "Ը": "Y",
    "Թ": "T", "Ժ": "ZH", "Ի": "I", "Լ": "L", "Խ": "KH", "Ծ": "TS", "Կ": "K", "Հ": "H", "Ձ": "DZ",
    "Ղ": "GH", "Ճ": "CH", "Մ": "M", "Յ": "Y", "Ն": "N", "Շ": "SH", "Ո": "O VO", "Չ": "CH",
    "Պ": "P", "Ջ": "J", "Ռ": "R", "Ս": "S", "Վ": "V", "Տ": "T", "Ր": "R", "Ց": "TS", "Փ": "P",
    "Ք": "K", "Օ": "O", "Ֆ": "F",
}  # fmt: skip
_SPELLINGS = {
    letter: tuple("" if way == "-" else way for way in ways.split())
    for letter, ways in (_LATIN | _CYRILLIC | _GREEK | _GEORGIAN | _ARMENIAN).items()
}
_DROPPED = re.compile("['’`´ʻʼʹ‘ʾʿ]")


def tokens(name: str) -> list[str]:
    """The words of a name in capitals, split at spaces and hyphens, without apostrophes."""
    text = unicodedata.normalize("NFC", _DROPPED.sub("", name)).replace("ı", "I")
    upper = "".join(c if c in _SPELLINGS else c.upper() for c in text)
    return re.findall(r"[^\W_]+", upper)


@lru_cache(maxsize=4096)
def spellings(token: str) -> tuple[str, ...]:
    """Every spelling of one word of a name in A-Z; empty if it has letters without a spelling."""
    ways: list[tuple[str, ...]] = []
    place = 0
    while place < len(token):
        pair = token[place : place + 2]
        if pair in _SPELLINGS and len(pair) == 2:
            ways.append(_SPELLINGS[pair])
            place += 2
            continue
        letter = _way(token[place])
        if letter is None:
            return ()
        ways.append(letter)
        place += 1
    return tuple(dict.fromkeys(islice(("".join(p) for p in product(*ways)), MOST_SPELLINGS)))


def _way(char: str) -> tuple[str, ...] | None:
    if char in _SPELLINGS:
        return _SPELLINGS[char]
    plain = unicodedata.normalize("NFKD", char)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    if plain in _SPELLINGS:  # Greek letters with accents
        return _SPELLINGS[plain]
    return (plain,) if re.fullmatch(r"[A-Z0-9]*", plain) else None
