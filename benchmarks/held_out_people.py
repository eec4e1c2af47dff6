"""Invented holders for the held-out documents: other names than `people` has, more languages."""

from __future__ import annotations

import random
from collections.abc import Mapping
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
#: Names of another kind: particles, three surnames, apostrophes, single letters, patronymics.
ARRANGED_NAMES = NAMES | {
    "en": ("Siobhán Mary-Kate Philippa Wilhelmina Bronwen", "Fitzgerald Alasdair Rhys Montgomery",
           "Ó Súilleabháin,De La Warr,St John-Smythe,MacGillivray,Featherstonehaugh,Ng,Fox"),
    "es": ("María del Carmen,Guadalupe,Milagros,Ana Sofía", "José de Jesús,Wilfredo,Juan Pablo",
           "de la Fuente y Ortega,García-Huidobro Larraín,San Martín Núñez,De los Ríos,Yáñez"),
    "pt": ("Maria da Luz,Thaís,Antônia", "João Paulo,Luís Otávio,Gonçalo",
           "Vasconcelos e Sousa,Nunes da Mata Neto,dos Santos,do Ó,Queirós"),
    "nl": ("Annemiek Willemijn Jacoba", "Jan-Willem Gijsbert Thijs",
           "van den Berg-de Jong,van der Heijden,op den Kamp,in 't Veld,de Wit"),
    "lv": ("Līga Žanete Ieva", "Jānis Ģirts Vilnis", "Bērziņš,Ozoliņa-Kalniņa,Šķēle,Lācis"),
    "lt": ("Rūta Eglė Živilė", "Žydrūnas Mindaugas Jonas", "Kazlauskaitė,Žukauskas,Šimkus"),
    "ee": ("Õie Triinu Külli", "Tõnu Jüri Ülo", "Põldmäe,Sõerd,Kõiv,Raudsepp-Lepik"),
    "hr": ("Đurđica Željka Nives", "Hrvoje Željko Ante", "Đorđević,Horvat-Kovačević,Šarić,Ćosić"),
    "sq": ("Ermira Vjollca", "Gëzim Shpëtim", "Çela,Hoxha,Gjergji"),
    "gr": ("Eleftheria Kyriaki", "Athanasios Panagiotis", "Papadopoulou,Charalampidis,Tsiros"),
    "is": ("Guðrún Þóra", "Sigurður Ásgeir", "Jónsdóttir,Þorsteinsson,Ægisson"),
    "no": ("Bjørg Øydis", "Håvard Kåre", "Ødegård,Skjærvø,Bø,Ås"),
    "mt": ("Ġiorġina Marija", "Ġużeppi Karm", "Żammit,Farrugia Borġ,Ċini"),
    "vi": ("Thị Mai,Ngọc Hân", "Văn Đức,Quốc Bảo", "Nguyễn,Trần,Phạm"),
    "ja": ("Haruko Yui", "Kenichiro Sho", "Watanabe,Ono,Ito"),
    "th": ("Kanokwan Malee", "Somchai Anuwat", "Srisawat,Chaiyaporn Na Ayutthaya"),
    "my": ("Nur Aisyah binti Ahmad,Siti Hajar binti Omar", "Muhammad Hafiz bin Ismail",
           "Abdullah,Rahman"),
    "uk": ("Oksana Yuliia", "Volodymyr Andrii", "Shevchenko,Kovalchuk,Yushchenko-Sych"),
}  # fmt: skip
SPOKEN = {
    "GBR": "en", "USA": "en", "CAN": "en", "IRL": "en", "AUS": "en", "NZL": "en", "D": "de",
    "AUT": "de", "CHE": "de", "FRA": "fr", "BEL": "nl", "ESP": "es", "MEX": "es", "ARG": "es",
    "CHL": "es", "COL": "es", "PER": "es", "ITA": "it", "POL": "pl", "LTU": "pl", "PRT": "pt",
    "BRA": "pt", "NLD": "nl", "SWE": "sv", "DNK": "sv", "FIN": "sv", "TUR": "tr", "CZE": "cs",
    "SVK": "cs", "SVN": "cs", "HUN": "hu", "ROU": "it", "ARE": "ar", "PAK": "ar", "IND": "in",
    "BGD": "in", "KEN": "af", "NGA": "af", "GHA": "af", "ZAF": "af", "SGP": "as", "PHL": "as",
    "LVA": "lv", "EST": "ee", "HRV": "hr", "SRB": "hr", "BIH": "hr", "MNE": "hr", "MKD": "hr",
    "ALB": "sq", "GRC": "gr", "CYP": "gr", "ISL": "is", "NOR": "no", "MLT": "mt", "VNM": "vi",
    "JPN": "ja", "THA": "th", "MYS": "my", "UKR": "uk", "URY": "es", "ECU": "es", "GTM": "es",
    "SAU": "ar", "LKA": "in", "TZA": "af", "LUX": "fr", "GEO": "uk", "IDN": "as", "KOR": "as",
}  # fmt: skip


def person(
    country: str, chance: random.Random, names: Mapping[str, tuple[str, str, str]] = NAMES
) -> Person:
    """One invented adult of a country, or of any where its names are not here."""
    language = SPOKEN.get(country, "")
    if language not in names:
        language = chance.choice(list(names))
    if language == "en" and chance.random() < 0.3:  # people move
        language = chance.choice(list(names))
    women, men, surnames = names[language]
    sex = chance.choice("FM")
    given = _several(women if sex == "F" else men)
    given = chance.sample(given, min(2, len(given)))
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


def _several(listed: str) -> list[str]:
    """Names divided by commas where one has a blank, else by blanks."""
    return listed.split(",") if "," in listed else listed.split()
