"""Invented holders in six languages, for the benchmarks; the same seed gives the same people."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from local.pictures import Person


@dataclass(frozen=True)
class Locale:
    """Names and states of one language; the given names of women stand first, as many of men."""

    states: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]


LOCALES = {
    "en": Locale(
        ("GBR", "IRL", "MLT"),
        ("Amelia", "Charlotte", "Fiona", "Imogen", "Siobhan", "Margaret", "Beatrix", "Poppy"),
        ("Oliver", "Callum", "Rhys", "Theodore", "Nigel", "Angus", "Declan", "Edmund"),
        ("Ashdown", "O'Sullivan", "Whitfield", "Pembroke", "Mac Giolla", "Thistlewood",
         "Smith-Barry", "Holloway", "Quigley", "Birtwistle", "Farnsworth", "Yates"),
    ),
    "de": Locale(
        ("D", "AUT", "CHE"),
        ("Käthe", "Annegret", "Lieselotte", "Jördis", "Wiebke", "Ulrike", "Heike", "Dörte"),
        ("Jürgen", "Götz", "Friedrich", "Matthias", "Uwe", "Björn", "Rüdiger", "Lutz"),
        ("Großkreutz", "Müller-Lüdenscheid", "Schäfer", "von Weizenfeld", "Bäumler", "Weiß",
         "Köhler", "Übelacker", "Dreßler", "Hölzenbein", "Kröger", "Zapf"),
    ),
    "fr": Locale(
        ("FRA", "BEL", "LUX"),
        ("Maëlle", "Éloïse", "Françoise", "Agnès", "Solène", "Marie-Noëlle", "Zoé", "Hélène"),
        ("François", "Jérôme", "Thibault", "Gaëtan", "Benoît", "Rémi", "Étienne", "Loïc"),
        ("Lefèvre", "Dupré", "de la Bruyère", "Chênevert", "Gonçalvès", "L'Hôpital", "Bérubé",
         "Desforêts", "Maçon", "Boisvert", "Quéré", "Tremblay"),
    ),
    "es": Locale(
        ("ESP", "MEX", "COL"),
        ("Íñiga", "María José", "Begoña", "Concepción", "Lucía", "Ángela", "Ximena", "Noemí"),
        ("Íñigo", "José Ramón", "Ángel", "Joaquín", "Andrés", "Óscar", "Rubén", "Álvaro"),
        ("Nuñez Cañada", "García López", "Ibáñez Peña", "Zúñiga Ordóñez", "Muñoz Yáñez",
         "Echegaray Ruiz", "Vázquez Gil", "de la Fuente Mora", "Márquez Soto", "Ayala Benítez"),
    ),
    "it": Locale(
        ("ITA", "SMR", "CHE"),
        ("Mariateresa", "Ludovica", "Noè Maria", "Isotta", "Fiorella", "Ilaria", "Zita", "Carla"),
        ("Niccolò", "Gianluca", "Aurelio", "Pier Paolo", "Umberto", "Tommaso", "Elio", "Raffaele"),
        ("Dell'Acqua", "Borzomì", "De Santis", "Quattrocchi", "Sforza", "D'Angelo", "Cantù",
         "Lo Presti", "Bevilacqua", "Mezzogiorno", "Nicolò", "Zanardi"),
    ),
    "pl": Locale(
        ("POL", "LTU", "UKR"),
        ("Małgorzata", "Święta", "Żaneta", "Grażyna", "Elżbieta", "Zofia", "Jadwiga", "Agnieszka"),
        ("Łukasz", "Józef", "Wojciech", "Zbigniew", "Michał", "Stanisław", "Bolesław", "Jędrzej"),
        ("Wiśniewska", "Brzęczyszczykiewicz", "Łącki", "Żurawska", "Świątek", "Szczepański",
         "Gołąb", "Nowak-Źdźbło", "Krzyżanowska", "Pająk", "Wójcik", "Ćwiklińska"),
    ),
}  # fmt: skip


def person(language: str, chance: random.Random) -> Person:
    """One invented adult of a language, with a document that is good for some years."""
    locale = LOCALES[language]
    sex = chance.choice("FM")
    given = list(chance.sample(locale.women if sex == "F" else locale.men, 2))
    born = date(1944, 1, 1) + timedelta(days=chance.randrange(62 * 365))
    expires = date(2027, 1, 1) + timedelta(days=chance.randrange(9 * 365))
    return Person(
        given_names=" ".join(given[: 2 if chance.random() < 0.3 else 1]),
        surname=chance.choice(locale.surnames),
        birth_date=born.isoformat(),
        nationality=chance.choice(locale.states),
        sex=sex,
        expiry_date=expires.isoformat(),
        language=language,
    )
