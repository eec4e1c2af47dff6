"""Names as lists write them: several in one field, family name first, remarks in brackets."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from chalicelib.domain.screening.screening import ListedName

NOTHING = frozenset({"n/a", "n.a.", "none", "nil", "unknown", "not available", "-", "--", "-0-"})
SIMILAR = 0.6  # ratio: a word in brackets this similar to the last word is a spelling of it
LONGEST_NAME = 6  # words; a bracket with more is prose
_SUFFIX = re.compile(r"(?i)^(?:jr|sr|ii|iii|iv|ph\.?d)\b\.?$")
_ENUMERATOR = re.compile(r"(?:^|\s)\(?[a-h1-9]\)\s*")
_NUMBERED = re.compile(r"(?:^|\s)[1-9]\.\s+")
_EITHER = re.compile(r"(?<=\S)\s*/\s*(?=\S)|\s+or\s+")
_NAMED = re.compile(
    r"(?i)^(?:original script|in arabic|formerly(?: known as)?|previously(?: known as)?"
    r"|a\.?k\.?a\.?|f\.?k\.?a\.?|n\.?k\.?a\.?|alias|also(?: known as| spelled)?|or)(?:[:. ]+|$)"
)
# Remarks about a name, which are no name themselves.
_REMARK = re.compile(
    r"(?i)\b(?:listed as|birth name|maiden name|combat name|nom de guerre|original script|third"
    r"|identity|passport|documents?|initials|sub-unit name|call sign|deceased|quality"
    r"|nickname|son of|daughter of|wife of|born|phonetic|transliteration|spelling)\b"
)
_AFTERWARDS = re.compile(r"(?i),?\s+(?:born|DOB|son of|daughter of|passport|- sub-unit)\b.*$")
_SPELLINGS = re.compile(r"(?i)^(?:other )?(?:transliterat|spell|variant|written)[a-z ]*:\s*")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_AROUND = ' \t“”"«»,;.()[]'


class Written(NamedTuple):
    """A name of a field. `short`: a single word in brackets, mostly an abbreviation."""

    text: str
    short: bool = False


def normalised(text: str) -> str:
    """The text in Unicode NFKC, without line breaks, spreadsheet escapes and repeated blanks."""
    text = unicodedata.normalize("NFKC", text.replace("_x000D_", " "))
    return " ".join(text.split())


def name_part(text: str) -> str:
    """A part of a name, by `normalised`; "" if it says that there is none (`n/a`, `unknown`, and
    `na`, but not `NA`, which may be a name)."""
    cleaned = normalised(text)
    return "" if cleaned == "na" or cleaned.lower() in NOTHING else cleaned


def reading_order(name: str) -> str:
    """A name in reading order: 'LAST, First' -> 'First LAST', 'Santos, III' -> 'Santos III'."""
    last, *rest = (" ".join(part.split()) for part in name.split(","))
    suffixes = [part for part in rest if _SUFFIX.match(part)]
    first = [part for part in rest if part and part not in suffixes]
    return " ".join(filter(None, [*first, last, *suffixes]))


def listed_names(field: str, weak: bool = False, language: str = "") -> list[ListedName]:
    """The names of a field in reading order, each once; an abbreviation is a weak name."""
    found = dict.fromkeys(names_in(field))
    return [ListedName(reading_order(name.text), weak or name.short, language) for name in found]


def names_in(field: str) -> list[Written]:
    """Every name of a field, as it is written: `Abu Test; Abu Probe`, `Testov (formerly Probov)`,
    `Jin (金)`, `A b) B`. Remarks are left out."""
    found: list[Written] = []
    cleaned = _ENUMERATOR.sub("; ", normalised(field))
    if cleaned.startswith("1. "):
        cleaned = _NUMBERED.sub("; ", cleaned)
    for segments in _pieces(cleaned):
        found += _of_piece(segments)
    apart = [Written(text, name.short) for name in found for text in _either(name.text)]
    return [name for name in apart if name_part(name.text) and _LETTER.search(name.text)]


def _either(name: str) -> list[str]:
    """Two spellings of a name apart: `Abu Test or Aboo Tast`, `Abu Test/Aboo Tast`. `Abu Test/Tast`
    stays one name, and so does a firm's `Death or Glory`."""
    one, *others = parts = _EITHER.split(name)
    words = all(" " in part for part in parts)
    like = all(SequenceMatcher(None, one.lower(), o.lower()).ratio() >= SIMILAR for o in others)
    return parts if others and words and like else [name]


def numbered(field: str) -> list[str]:
    """The names of an attribute that numbers them: `(a) Abu Test, (b) Abu Probe`."""
    return [name.text for name in names_in(field)]


def _pieces(text: str) -> Iterator[list[tuple[int, str]]]:
    """The pieces between semicolons: each a list of texts outside (0) and inside (1) brackets."""
    segments: list[tuple[int, str]] = []
    written, depth = "", 0
    for character in text:
        if character in "([":
            if depth == 0:
                segments, written = [*segments, (0, written)], ""
            else:
                written += character
            depth += 1
        elif character in ")]" and depth:
            depth -= 1
            if depth == 0:
                segments, written = [*segments, (1, written)], ""
            else:
                written += character
        elif character == ";" and not depth:
            yield [*segments, (0, written)]
            segments, written = [], ""
        else:
            written += character
    yield [*segments, (0, written)]


def _of_piece(segments: list[tuple[int, str]]) -> list[Written]:
    """The names of a piece. Brackets inside a name belong to it; brackets at its end are another
    name."""
    last = max(
        (n for n, (within, text) in enumerate(segments) if not within and text.strip(_AROUND)),
        default=-1,
    )
    inner = [text for within, text in segments[:last] if within]
    others = [text for text in inner if _other_script(text, segments[last][1])]
    told = [text for text in inner if _REMARK.search(text)]
    before = [text for _, text in segments[: last + 1] if text not in (*others, *told)]
    outside = _AFTERWARDS.sub("", " ".join(" ".join(before).split())).strip(_AROUND)
    found = [Written(name) for name in _scripts_apart(outside)]
    for text in (*others, *(text for within, text in segments[last + 1 :] if within)):
        found += _of_bracket(text.strip(), outside)
    return found


def _of_bracket(text: str, outside: str) -> list[Written]:
    spelled = _SPELLINGS.sub("", text)
    if spelled != text:
        return names_in(spelled)
    named = _NAMED.sub("", text)
    if named != text:
        return [] if _REMARK.search(named) else names_in(named)
    if _REMARK.search(text) and ";" not in text:
        return []
    if ";" in text or _other_script(text, outside):
        return names_in(text)
    words = text.split()
    if len(words) == 1:
        stem, _, final = outside.rpartition(" ")
        like = SequenceMatcher(None, final.lower(), text.lower()).ratio()
        return [Written(f"{stem} {text}") if stem and like >= SIMILAR else Written(text, True)]
    capital = all(word[0].isupper() or not word[0].isalpha() for word in words)
    prose = len(words) > LONGEST_NAME or any(letter.isdigit() for letter in text)
    return [Written(text)] if capital and not prose else []


def _other_script(text: str, beside: str) -> bool:
    """Whether one text is in Latin letters and the other is not."""
    letters = [_LETTER.search(side) for side in (text, beside)]
    return all(letters) and bool(_LATIN.search(text)) is not bool(_LATIN.search(beside))


def _scripts_apart(name: str) -> list[str]:
    """The names of a text in two scripts: `Agha Jan Alizai اغا جان عالیزی` is two. A single foreign
    word stays part of the name."""
    runs: list[list[str]] = []
    latin: bool | None = None
    for word in name.split():
        script = bool(_LATIN.search(word)) if _LETTER.search(word) else latin
        if not runs or (script is not latin and latin is not None):
            runs.append([])
        latin = script
        runs[-1].append(word)
    if len(runs) == 2 and min(map(len, runs)) >= 2:
        return [" ".join(run).strip(_AROUND) for run in runs]
    return [name]


_FOREIGN_RUN = re.compile(
    r"[^\W\d_A-Za-z\u00c0-\u024f\u1e00-\u1eff][^\dA-Za-z\u00c0-\u024f\u1e00-\u1eff:;.,()]*"
)


def names_in_note(note: str, beside: str) -> list[str]:
    """The names in a note beside an alias: those that are not in Latin letters. If the alias itself
    is not either, also those that semicolons separate."""
    foreign = [run.strip() for run in _FOREIGN_RUN.findall(normalised(note))]
    found = [run for run in foreign if len(run) > 1]
    prose = ":" in note or any(letter.isdigit() for letter in note)
    if not prose and not _LATIN.search(beside) and ";" in note:
        found += [name.text for name in names_in(note)]
    return found
