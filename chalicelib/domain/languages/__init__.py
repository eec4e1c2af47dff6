"""What applicants are told outside of the site, in the languages that the site speaks.

Mails are templates per language (infra/modules/messages/words); here are text messages and the
reasons that mails carry. A language is whole or it is not there.
"""

from chalicelib.domain.languages import ar, de, en, es, fr, it, ja, pl, uk
from chalicelib.domain.languages.words import Words
from chalicelib.domain.verifications.notices import public_codes

DEFAULT = "en"
LANGUAGES: dict[str, Words] = {
    "ar": ar.WORDS,
    "de": de.WORDS,
    "en": en.WORDS,
    "es": es.WORDS,
    "fr": fr.WORDS,
    "it": it.WORDS,
    "ja": ja.WORDS,
    "pl": pl.WORDS,
    "uk": uk.WORDS,
}


def language_of(tag: str) -> str:
    """The language for a tag such as `de-AT`; English where we do not speak it."""
    primary = tag.replace("_", "-").partition("-")[0].lower()
    return primary if primary in LANGUAGES else DEFAULT


def words_in(language: str) -> Words:
    """What this language says."""
    return LANGUAGES[language_of(language)]


def reasons_in(language: str, reasons: tuple[str, ...]) -> str:
    """Why, as somebody may know it, in their language; the neutral sentence where they may not."""
    said = words_in(language).reasons
    codes = public_codes(reasons) or ("not_confirmed",)
    return " ".join(said.get(code, said["not_confirmed"]) for code in codes)
