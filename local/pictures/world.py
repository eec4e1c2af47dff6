"""Draws documents of many countries: numbered and lettered licences, national cards, permits.

Unlike `documents`: other layouts, labels and fonts, and rows like those of real cards (several
fields in one row, places behind dates, titles of states). The reader was improved on these layouts
in other fonts, so that figures measured here are held out by font and seed, not by layout.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from local.pictures.documents import CARD, INK, LABEL_INK, headshot
from local.pictures.person import Person
from local.pictures.wear import worn

Row = tuple[tuple[str, str], ...]
FAMILIES = ("manrope", "serif")


@dataclass(frozen=True)
class Style:
    """The layout of a country's card. `rows`: person -> rows of (label, value); `above`: labels are
    above the values; `number`: makes a document number; `country`: ISO 3166 alpha-3 or ICAO's
    code."""

    title: str
    state: str
    rows: Callable[[Person], list[Row]]
    above: bool
    number: Callable[[random.Random], str]
    country: str


@cache
def font(family: str, size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Manrope or Source Serif Pro (both SIL OFL 1.1) at `size` pixels, from packages of their
    names."""
    if family == "manrope":
        from font_manrope import Manrope, ManropeBold

        return ImageFont.truetype(ManropeBold if bold else Manrope, size)
    from font_source_serif_pro import SourceSerifPro, SourceSerifProSemibold

    return ImageFont.truetype(SourceSerifProSemibold if bold else SourceSerifPro, size)


def _day(iso: str, form: str) -> str:
    return date.fromisoformat(iso).strftime(form)


def _issued(person: Person) -> str:
    return (date.fromisoformat(person.expiry_date) - timedelta(days=3652)).isoformat()


def _digits(count: int, prefix: str = "") -> Callable[[random.Random], str]:
    return lambda chance: prefix + "".join(chance.choice("0123456789") for _ in range(count))


def _mixed(chance: random.Random) -> str:
    letters = "".join(chance.choice("ABCDEFHJKLNPRTUVX") for _ in range(2))
    return letters + "".join(chance.choice("0123456789") for _ in range(7))


def numbered(form: str, place: str, authority: str) -> Callable[[Person], list[Row]]:
    """The rows of a licence by Directive 2006/126/EC, with numbers as labels. `form`: strftime's;
    `place`: of birth."""

    def rows(p: Person) -> list[Row]:
        return [
            (("1.", p.surname.upper()),),
            (("2.", p.given_names.upper()),),
            (("3.", f"{_day(p.birth_date, form)} {place}"),),
            (("4a.", _day(_issued(p), form)), ("4c.", authority)),
            (("4b.", _day(p.expiry_date, form)),),
            (("5.", p.document_number),),
            (("9.", "AM/B1/B"),),
        ]

    return rows


def california(p: Person) -> list[Row]:
    """The rows of a Californian licence: letters as labels, American dates."""
    us = "%m/%d/%Y"
    return [
        (("DL", p.document_number), ("CLASS", "C")),
        (("EXP", _day(p.expiry_date, us)), ("END", "NONE")),
        (("LN", p.surname.upper()),),
        (("FN", p.given_names.upper()),),
        (("DOB", _day(p.birth_date, us)), ("RSTR", "NONE")),
        (("SEX", p.sex), ("HAIR", "BRN"), ("EYES", "BLU")),
        (("ISS", _day(_issued(p), us)),),
    ]


def pennsylvania(p: Person) -> list[Row]:
    """The rows of a Pennsylvanian licence: AAMVA's numbers and letters as labels."""
    us = "%m/%d/%Y"
    return [
        (("4d DLN:", p.document_number), ("3 DOB:", _day(p.birth_date, us))),
        (("4b EXP:", _day(p.expiry_date, us)), ("4a ISS:", _day(_issued(p), us))),
        (("1", p.surname.upper()),),
        (("2", p.given_names.upper()),),
        (("8", "123 MAIN STREET"),),
        (("15 SEX:", p.sex), ("18 EYES:", "BRO"), ("16 HGT:", "5'-06\"")),
    ]


def ontario(p: Person) -> list[Row]:
    """The rows of an Ontarian licence: labels in two languages, year first."""
    iso = "%Y/%m/%d"
    return [
        (("1,2 NAME/NOM", f"{p.surname.upper()}, {p.given_names.upper()}"),),
        (("4d NUMBER/NUMÉRO", p.document_number),),
        (("4a ISS/DÉL", _day(_issued(p), iso)), ("4b EXP/EXP", _day(p.expiry_date, iso))),
        (("3 DOB/DDN", _day(p.birth_date, iso)), ("15 SEX/SEXE", p.sex)),
    ]


def labelled(form: str, *labels: str) -> Callable[[Person], list[Row]]:
    """The rows of a card with one field each. `labels`: seven, for surname, given names, birth
    date, place, issue, expiry and number; "" leaves a field out. `form`: strftime's. The returned
    function raises ValueError for another number of labels."""

    def rows(p: Person) -> list[Row]:
        values = (
            p.surname.upper(),
            p.given_names.upper(),
            _day(p.birth_date, form),
            "MONTEVERDE",
            _day(_issued(p), form),
            _day(p.expiry_date, form),
            p.document_number,
        )
        pairs = [(label, value) for label, value in zip(labels, values, strict=True) if label]
        return [(pair,) for pair in pairs]

    return rows


def indonesian(p: Person) -> list[Row]:
    """The rows of an Indonesian card: one name, a place before the birth date, no expiry."""
    return [
        (("NIK :", p.document_number),),
        (("Nama :", p.full_name.upper()),),
        (("Tempat/Tgl Lahir :", f"JAKARTA, {_day(p.birth_date, '%d-%m-%Y')}"),),
        (("Jenis Kelamin :", "PEREMPUAN" if p.sex == "F" else "LAKI-LAKI"),),
        (("Alamat :", "JL. MELATI NO 7"),),
        (("Berlaku Hingga :", "SEUMUR HIDUP"),),
    ]


def tax_card(p: Person) -> list[Row]:
    """The rows of India's PAN card, which has the father's name between name and birth date."""
    return [
        (("Permanent Account Number", p.document_number),),
        (("Name", p.full_name.upper()),),
        (("Father's Name", "ARVIND MEHTA"),),
        (("Date of Birth", _day(p.birth_date, "%d/%m/%Y")),),
    ]


def _pan(chance: random.Random) -> str:
    letters = "".join(chance.choice("ABCDEFGHKLMNPRTVX") for _ in range(5))
    return letters + "".join(chance.choice("0123456789") for _ in range(4)) + "K"


STYLES: dict[str, Style] = {
    "gb_licence": Style("DRIVING LICENCE", "UK", numbered("%d.%m.%Y", "UNITED KINGDOM", "DVLA"),
                        False, _mixed, "GBR"),
    "de_licence": Style("FÜHRERSCHEIN", "BUNDESREPUBLIK DEUTSCHLAND",
                        numbered("%d.%m.%y", "KÖLN", "STADT KÖLN"), False, _mixed, "D"),
    "fr_licence": Style("PERMIS DE CONDUIRE", "RÉPUBLIQUE FRANÇAISE",
                        numbered("%d.%m.%Y", "LYON 69", "PREF. 69"), False, _digits(12), "FRA"),
    "it_licence": Style("PATENTE DI GUIDA", "REPUBBLICA ITALIANA",
                        numbered("%d/%m/%Y", "TORINO (TO)", "MIT-UCO"), False, _mixed, "ITA"),
    "pl_licence": Style("PRAWO JAZDY", "RZECZPOSPOLITA POLSKA",
                        numbered("%d.%m.%Y", "ŁÓDŹ", "PREZYDENT M. ŁODZI"), False,
                        lambda c: f"{c.randint(10000, 99999)}/{c.randint(10, 24)}/1061", "POL"),
    "us_ca_licence": Style("DRIVER LICENSE", "CALIFORNIA USA", california, False,
                           _digits(7, "I"), "USA"),
    "us_pa_licence": Style("DRIVER'S LICENSE", "PENNSYLVANIA USA", pennsylvania, False,
                           _digits(8), "USA"),
    "ca_on_licence": Style("DRIVER'S LICENCE PERMIS DE CONDUIRE", "ONTARIO CANADA", ontario, True,
                           _digits(14, "A"), "CAN"),
    "es_card": Style("DOCUMENTO NACIONAL DE IDENTIDAD", "ESPAÑA", labelled(
        "%d %m %Y", "APELLIDOS", "NOMBRE", "FECHA DE NACIMIENTO", "LUGAR DE NACIMIENTO",
        "EMISIÓN", "VALIDEZ", "NÚM SOPORT"), True, _mixed, "ESP"),
    "it_card": Style("CARTA DI IDENTITÀ", "REPUBBLICA ITALIANA", labelled(
        "%d.%m.%Y", "COGNOME / SURNAME", "NOME / NAME", "DATA DI NASCITA / DATE OF BIRTH",
        "LUOGO DI NASCITA / PLACE OF BIRTH", "EMISSIONE / ISSUING", "SCADENZA / EXPIRY",
        "NUMERO DI DOCUMENTO / DOCUMENT No."), True, _mixed, "ITA"),
    "nl_card": Style("IDENTITEITSKAART", "KONINKRIJK DER NEDERLANDEN", labelled(
        "%d %b %Y", "naam / surname", "voornamen / given names", "geboortedatum / date of birth",
        "geboorteplaats / place of birth", "datum van verstrekking / date of issue",
        "geldig tot / date of expiry", "documentnummer / document no."), True, _mixed, "NLD"),
    "pt_card": Style("CARTÃO DE CIDADÃO", "REPÚBLICA PORTUGUESA", labelled(
        "%d %m %Y", "APELIDO(S) / SURNAME", "NOME(S) / GIVEN NAME(S)",
        "DATA DE NASCIMENTO / DATE OF BIRTH", "", "", "DATA DE VALIDADE / EXPIRY DATE",
        "Nº DOCUMENTO / DOCUMENT No."), True, _mixed, "PRT"),
    "hr_card": Style("OSOBNA ISKAZNICA", "REPUBLIKA HRVATSKA", labelled(
        "%d %m %Y", "Prezime/Surname", "Ime/Name", "Datum rođenja/Date of birth", "", "",
        "Vrijedi do/Date of expiry", "Broj osobne iskaznice/ID card number"), True,
        _digits(9), "HRV"),
    "cz_card": Style("OBČANSKÝ PRŮKAZ", "ČESKÁ REPUBLIKA", labelled(
        "%d.%m.%Y", "PŘÍJMENÍ / SURNAME", "JMÉNO / GIVEN NAMES", "DATUM NAROZENÍ / DATE OF BIRTH",
        "MÍSTO NAROZENÍ / PLACE OF BIRTH", "DATUM VYDÁNÍ / DATE OF ISSUE",
        "PLATNOST DO / DATE OF EXPIRY", "ČÍSLO DOKLADU / DOCUMENT No."), True, _digits(9), "CZE"),
    "se_card": Style("NATIONELLT IDENTITETSKORT", "SVERIGE", labelled(
        "%Y-%m-%d", "Efternamn/Surname", "Förnamn/Given names", "Födelsedatum/Date of birth",
        "Födelseort/Place of birth", "Utfärdat/Date of issue", "Giltigt t.o.m./Date of expiry",
        "Kortnummer/Document no."), True, _digits(8), "SWE"),
    "ua_card": Style("ПАСПОРТ ГРОМАДЯНИНА УКРАЇНИ", "УКРАЇНА", labelled(
        "%d %m %Y", "Прізвище/Surname", "Ім'я/Name", "Дата народження/Date of birth", "", "",
        "Дійсний до/Date of expiry", "Документ №/Document No."), True, _digits(9), "UKR"),
    "za_card": Style("NATIONAL IDENTITY CARD", "REPUBLIC OF SOUTH AFRICA", labelled(
        "%d %b %Y", "Surname", "Names", "Date of Birth", "", "", "", "Identity Number"), True,
        _digits(13), "ZAF"),
    "tr_card": Style("KİMLİK KARTI", "TÜRKİYE CUMHURİYETİ", labelled(
        "%d.%m.%Y", "Soyadı / Surname", "Adı / Given Name(s)", "Doğum Tarihi / Date of Birth", "",
        "", "Son Geçerlilik / Valid Until", "Seri No / Document No"), True, _mixed, "TUR"),
    "id_card": Style("PROVINSI DKI JAKARTA", "REPUBLIK INDONESIA", indonesian, False,
                     _digits(16), "IDN"),
    "in_tax_card": Style("INCOME TAX DEPARTMENT", "GOVT. OF INDIA", tax_card, True, _pan, "IND"),
    "fr_permit": Style("TITRE DE SÉJOUR", "RÉPUBLIQUE FRANÇAISE", labelled(
        "%d/%m/%Y", "NOM / SURNAME", "PRÉNOMS / GIVEN NAMES", "DATE DE NAISSANCE / DATE OF BIRTH",
        "LIEU DE NAISSANCE", "", "DATE D'EXPIRATION / EXPIRY DATE", "N° DU TITRE / PERMIT No"),
        True, _mixed, "FRA"),
    "gb_permit": Style("RESIDENCE PERMIT", "UK", labelled(
        "%d-%m-%Y", "SURNAME", "GIVEN NAMES", "DATE OF BIRTH", "PLACE OF BIRTH", "DATE OF ISSUE",
        "VALID UNTIL", "PERMIT NUMBER"), True, _mixed, "GBR"),
}  # fmt: skip


def holder(style: str, person: Person, chance: random.Random) -> Person:
    """The person with a document number and nationality of the style's country. KeyError for a
    style that is not in STYLES."""
    chosen = STYLES[style]
    return replace(person, number=chosen.number(chance), nationality=chosen.country)


def blank_card(chance: random.Random) -> Image.Image:
    """A card's paper with slanted lines, 1012 x 638 pixels."""
    paper = tuple(chance.randint(222, 246) for _ in range(3))
    picture = Image.new("RGB", CARD, paper)
    draw = ImageDraw.Draw(picture)
    for x in range(-CARD[1], CARD[0], 22):
        draw.line((x, CARD[1], x + CARD[1], 0), fill=tuple(c - 9 for c in paper))
    return picture


def drawn(style: str, person: Person, portrait: Image.Image, seed: int) -> Image.Image:
    """The front of a card, as drawn. KeyError for a style that is not in STYLES, ValueError for a
    portrait without a face."""
    chance = random.Random(seed)
    chosen = STYLES[style]
    family = chance.choice(FAMILIES) if style not in ("ua_card", "tr_card") else "manrope"
    picture = blank_card(chance)
    draw = ImageDraw.Draw(picture)
    ink = tuple(chance.randint(10, 120) for _ in range(3))
    draw.text((40, 18), chosen.state, ink, font(family, 26, True))
    draw.text((40, 54), chosen.title, ink, font(family, 34, True))
    right = chance.random() < 0.3
    face = headshot(portrait, (230, 300))
    picture.paste(face, (CARD[0] - 270, 150) if right else (40, 150))
    left = 40 if right else 310
    _rows(draw, chosen, chosen.rows(person), left, family, chance)
    return picture


def _rows(
    draw: ImageDraw.ImageDraw,
    style: Style,
    rows: list[Row],
    left: int,
    family: str,
    chance: random.Random,
) -> None:
    step = min(78, 500 // len(rows))
    size = chance.randint(25, 29)
    small = max(15, round(size * (0.6 if style.above else 0.75)))
    for number, row in enumerate(rows):
        x, y = float(left), 112 + number * step
        for label, value in row:
            shown, text = font(family, small), font(family, size, True)
            if style.above:
                draw.text((x, y), label, LABEL_INK, shown)
                draw.text((x, y + small + 2), value, INK, text)
                x += max(shown.getlength(label), text.getlength(value)) + 40
            else:
                draw.text((x, y + size - small), label, LABEL_INK, shown)
                x += shown.getlength(label) + 12
                draw.text((x, y), value, INK, text)
                x += text.getlength(value) + 36


def document(
    style: str, person: Person, portrait: Image.Image, seed: int, level: int = 0, turns: int = 0
) -> bytes:
    """A JPEG of the person's card, photographed at `level` 0-3 (local.pictures.wear), turned by
    `turns` quarters anticlockwise. Errors of `drawn`."""
    card = drawn(style, person, portrait, seed)
    return worn(card.rotate(90 * turns, expand=True), level, random.Random(seed))
