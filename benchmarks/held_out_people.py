"""Invented holders for the held-out documents: other names than `people` has, more languages."""

from __future__ import annotations

import random
from datetime import date, timedelta

from local.pictures import Person

#: Language -> (given names of women, of men, surnames).
NAMES = {
    "en": ("Grace Hannah Isobel Freya Martha Joan", "Arthur Harvey Stuart Leo Ralph Ewan",
           "Blackwood,Carmichael,Fairweather,Hargreaves,McAllister,O'Rourke,Van Doren,Wren"),
    "de": ("Christa Steffi Renate Hannelore Gudrun Ilse", "Dietmar Torsten Hans-Jörg Ernst Jörg",
           "Schmidtke,Röhricht,Vogelsang,Freiherr von Aue,Jäger-Kuhn,Obermüller,Strauß,Beckmann"),
    "fr": ("Yvette Océane Michèle Anaïs Clémence Inès", "Yves Gaspard Jean-Luc Cédric Matthieu",
           "Rousselet,Le Goff,d'Aubigny,Fournier-Roux,Gauthier,Châtelain,Marchand,Vasseur"),
    "es": ("Remedios Pilar Marisol Jimena Nieves Ainhoa", "Rodrigo Jacinto Iker Héctor Gonzalo",
           "Pastor Llorente,Ibarra,Domínguez Prat,Carrasco,Villalobos Peña,Urrutia,Del Río,Cano"),
    "it": ("Simonetta Ornella Cristina Giuditta Perla", "Silvio Fabrizio Calogero Ruggero Ennio",
           "Trevisan,Montanari,Di Giacomo,Dall'Oglio,Pellegrini,Fratellini,Gallo,La Rocca"),
    "pl": ("Bożena Halina Kinga Wiesława Urszula", "Andrzej Sławomir Radosław Mieczysław Jan",
           "Kowalczyk,Zaremba,Wrzesień,Dąbrowska-Lis,Górski,Pawlak,Śliwa,Jabłoński"),
    "pt": ("Conceição Beatriz Inês Leonor Graça", "Joaquim Nuno João Vasco Otávio Sérgio",
           "Figueiredo,Sá Carneiro,de Almeida Prado,Brandão,Teixeira Lopes,Vilela,Araújo"),
    "nl": ("Marieke Saskia Femke Anneloes Tineke", "Joost Maarten Pieter-Jan Ruben Sjoerd",
           "van der Wal,de Haan,Hoekstra,ter Horst,van 't Hof,Brouwer,IJsselstein,Postma"),
    "sv": ("Åsa Ingrid Malin Märta Solveig", "Göran Lars-Erik Östen Håkan Torbjörn",
           "Lindqvist,Åkesson,Sjöberg,Björklund,af Ekenstam,Öberg,Nyström,Dahl"),
    "tr": ("Ayşe Gülşen Özlem Zeynep", "Çağrı İsmail Ömer Yiğit",
           "Yıldırım,Şahin,Öztürk,Kılıç,Aydın"),
    "cs": ("Květa Zdeňka Lucie Šárka", "Jiří Řehoř Zdeněk Luboš",
           "Dvořáček,Svoboda,Říha,Novotný,Šimek"),
    "hu": ("Erzsébet Ágnes Zsófia", "Gyula Zoltán László Ödön", "Szűcs,Kőszegi,Nagy,Balogh,Erdős"),
    "ar": ("Fatima Layla Noor", "Mohamed Ahmed Yousef Omar",
           "Al Mansoori,Haddad,Bin Rashid,Khalil,El Sayed"),
    "in": ("Priya Lakshmi Kavita", "Rajesh Arjun Suresh",
           "Chatterjee,Venkataraman,Sharma,Iyer,Kaur,Patil"),
    "af": ("Wanjiru Thandiwe Amara", "Kipchoge Sipho Chinedu",
           "Mwangi,Ndlovu,Okonkwo,Achieng,Van der Merwe"),
    "as": ("Mei Ling Siti", "Wei Jun Budi", "Tan,Lim,Wong,Nguyen,Santoso,Reyes,Dela Cruz"),
}  # fmt: skip
SPOKEN = {
    "GBR": "en", "USA": "en", "CAN": "en", "IRL": "en", "AUS": "en", "NZL": "en", "D": "de",
    "AUT": "de", "CHE": "de", "FRA": "fr", "BEL": "nl", "ESP": "es", "MEX": "es", "ARG": "es",
    "CHL": "es", "COL": "es", "PER": "es", "ITA": "it", "POL": "pl", "LTU": "pl", "PRT": "pt",
    "BRA": "pt", "NLD": "nl", "SWE": "sv", "DNK": "sv", "FIN": "sv", "TUR": "tr", "CZE": "cs",
    "SVK": "cs", "SVN": "cs", "HUN": "hu", "ROU": "it", "ARE": "ar", "PAK": "ar", "IND": "in",
    "BGD": "in", "KEN": "af", "NGA": "af", "GHA": "af", "ZAF": "af", "SGP": "as", "PHL": "as",
}  # fmt: skip


def person(country: str, chance: random.Random) -> Person:
    """One invented adult of a country, or of any where its names are not here."""
    language = SPOKEN.get(country) or chance.choice(list(NAMES))
    if language == "en" and chance.random() < 0.3:  # people move
        language = chance.choice(list(NAMES))
    women, men, surnames = NAMES[language]
    sex = chance.choice("FM")
    given = chance.sample((women if sex == "F" else men).split(), 2)
    born = date(1938, 1, 1) + timedelta(days=chance.randrange(69 * 365))
    expires = date(2027, 1, 1) + timedelta(days=chance.randrange(9 * 365))
    return Person(
        given_names=" ".join(given[: 2 if chance.random() < 0.35 else 1]),
        surname=chance.choice(surnames.split(",")),
        birth_date=born.isoformat(),
        nationality=country,
        sex=sex,
        expiry_date=expires.isoformat(),
        language=language,
    )
