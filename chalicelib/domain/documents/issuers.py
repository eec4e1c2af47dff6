"""The issuing state and the type of a document, by the words printed on it.

Words of a heading ("Republik Indonesia", "DRIVING LICENCE") are never read as a person's name.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from chalicelib.domain.documents.labels import fold

STATES: dict[str, str] = {
    "ARE": "united arab emirates, الإمارات العربية المتحدة", "ALB": "shqiperise, republic of"
    " albania",
    "ARG": "republica argentina, argentina", "AUS": "australia", "AUT": "republik osterreich,"
    " republic of austria", "BEL": "belgie, belgique, belgien, kingdom of belgium",
    "BGD": "bangladesh", "BGR": "република българия, republic of bulgaria, bulgaria",
    "BRA": "republica federativa do brasil, brasil", "CAN": "canada", "CHE": "schweizerische"
    " eidgenossenschaft, confederation suisse, swiss confederation", "CHL": "republica de chile",
    "CHN": "中华人民共和国, people s republic of china", "COL": "republica de colombia",
    "CYP": "republic of cyprus, κυπριακη δημοκρατια", "CZE": "ceska republika, czech republic",
    "D": "bundesrepublik deutschland, federal republic of germany", "DNK": "danmark, denmark",
    "EGY": "arab republic of egypt", "ESP": "reino de espana, espana", "EST": "eesti vabariik,"
    " republic of estonia, eesti", "FIN": "suomi finland, finland", "FRA": "republique francaise",
    "GBR": "united kingdom, great britain", "GEO": "republic of georgia", "GRC": "ελληνικη"
    " δημοκρατια, hellenic republic", "HRV": "republika hrvatska, republic of croatia",
    "HUN": "magyarorszag, magyar koztarsasag", "IDN": "republik indonesia, republic of indonesia,"
    " provinsi", "IND": "government of india, republic of india, भारत सरकार, income tax department",
    "IRL": "eire, ireland", "ISR": "state of israel, מדינת ישראל", "ITA": "repubblica italiana",
    "JPN": "日本国", "KEN": "republic of kenya", "KOR": "republic of korea, 대한민국",
    "LTU": "lietuvos respublika, republic of lithuania", "LUX": "grand duche de luxembourg",
    "LVA": "latvijas republika, republic of latvia", "MAR": "royaume du maroc",
    "MEX": "estados unidos mexicanos, instituto nacional electoral, mexico",
    "MLT": "repubblika ta malta, republic of malta", "MYS": "malaysia", "NGA": "federal republic of"
    " nigeria", "NLD": "koninkrijk der nederlanden, nederland", "NOR": "norge, kongeriket norge",
    "NPL": "government of nepal, नेपाल सरकार", "NZL": "new zealand", "PAK": "islamic republic of"
    " pakistan, pakistan", "PER": "republica del peru", "PHL": "republika ng pilipinas,"
    " republic of the philippines", "POL": "rzeczpospolita polska", "PRT": "republica portuguesa",
    "ROU": "romania, roumanie", "RUS": "российская федерация, russian federation",
    "SAU": "kingdom of saudi arabia, المملكة العربية السعودية", "SGP": "republic of singapore",
    "SRB": "република србија, republika srbija, republic of serbia", "SVK": "slovenska republika,"
    " slovak republic", "SVN": "republika slovenija", "SWE": "sverige, konungariket sverige",
    "THA": "thailand, kingdom of thailand, thai national id card, บัตรประจำตัวประชาชน",
    "TUR": "turkiye cumhuriyeti, republic of turkey", "TWN": "中華民國, republic of china taiwan",
    "UKR": "україна, ukraine", "USA": "united states of america, usa", "UTO": "utopia",
    "VNM": "cong hoa xa hoi chu nghia viet nam, socialist republic of viet nam",
    "ZAF": "republic of south africa, south africa",
}  # fmt: skip
AMERICAN = (
    "alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida,"
    " georgia, guam, puerto rico, hawaii, idaho, illinois, indiana, iowa, kansas, kentucky,"
    " louisiana, maine, maryland,"
    " massachusetts, michigan, minnesota, mississippi, missouri, montana, nebraska, nevada,"
    " new hampshire, new jersey, new mexico, new york, north carolina, north dakota, ohio,"
    " oklahoma,"
    " oregon, pennsylvania, rhode island, south carolina, south dakota, tennessee, texas, utah,"
    " vermont, virginia, washington, west virginia, wisconsin, wyoming, district of columbia"
)
CANADIAN = (
    "ontario, quebec, british columbia, alberta, manitoba, saskatchewan, nova scotia, new"
    " brunswick,"
    " newfoundland and labrador, prince edward island, yukon, nunavut, northwest territories"
)
KINDS: dict[str, str] = {
    "driving_licence": "driving licence, driver licence, driver license, driver s license, drivers"
    " license, driver s licence, permis de conduire, fuhrerschein, fuhrerausweis, patente di guida,"
    " permiso de conduccion, licencia de conducir, carteira nacional de habilitacao, carta de"
    " conducao, prawo jazdy, rijbewijs, korkort, korekort, forerkort, ajokortti, ridicsky prukaz,"
    " vodicsky preukaz, permis de conducere, vozacka dozvola, vozniski dovoljenje, surucu belgesi,"
    " juhiluba, vaditaja apliecba, vairuotojo pazymejimas, vezetoi engedely, operator license",
    "residence_permit": "residence permit, titre de sejour, aufenthaltstitel, permesso di"
    " soggiorno,"
    " permiso de residencia, verblijfstitel, verblijfsvergunning, karta pobytu, titulo de"
    " residencia,"
    " uppehallstillstand, oleskelulupa, biometric residence permit, permanent resident, iqama",
    "passport": "passport, passeport, reisepass, pasaporte, passaporto, passaporte, paszport,"
    " paspoort, pass, pas, passi, pasas, utlevel, pasaport, паспорт, πασο, διαβατηριο, paspor",
    "visa": "visa, visum, visado, visto",
    "id_card": "identity card, identification card, personalausweis, carte d identite, carte"
    " nationale"
    " d identite, carta d identita, documento de identidad, documento nacional de identidad, dowod"
    " osobisty, identiteitskaart, cartao de cidadao, kimlik karti, osobna iskaznica, obcansky"
    " prukaz,"
    " obciansky preukaz, carte de identitate, henkilokortti, identitetskort, licna karta,"
    " isikutunnistus"
    ", id card, national identity card, cedula de ciudadania, kartu tanda penduduk, aadhaar,"
    " permanent account number card, credencial para votar, identity document,"
    " szemelyazonosito igazolvany, voter id",
}  # fmt: skip


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


NATIONS = _set(
    "polskie polska deutsch osterreich belg belge francaise italiana espanola portuguesa"
    " nederlandse svensk dansk norsk ceska slovenska hrvatsko magyar romana british irish american"
    " canadian canadienne australian chilena peruana colombiana mexicana argentina brasileira"
    " ecuatoriana uruguaya ghanaian kenyan nigerian indonesia malaysia filipino indian turk"
)
"""Nationalities as cards print them; no person's name where they stand alone."""
_HEADING_WORDS = _set(
    "republic republik republika republica republique repubblica kingdom koninkrijk reino"
    " royaume united states state federal government passport passeport passaporto pasaporte"
    " reisepass paszport identity identite identidad identita card carte carta karta cartao"
    " licence license driving driver drivers permis permit patente fuhrerschein"
    " personalausweis ausweis residence national nazionale nacional nationale document"
    " documento dokument department ministry europe european union specimen muster authority"
    " directorate rijbewijs korkort conduire conducir conduccion guida jazdy dowod osobisty"
    " union federation commonwealth province provinsi emirates islamic socialist people"
    " peoples electoral habilitacao soggiorno sejour aufenthaltstitel identification utopia"
)


def _listed(words: str) -> list[str]:
    return [fold(word) for word in words.split(",")]


def _solid(text: str) -> str:
    """The text without spaces, which OCR loses between widely set capitals."""
    return fold(text).replace(" ", "")


_STATES = {word: state for state, words in STATES.items() for word in _listed(words)}
_LONGEST_FIRST = sorted(_STATES, key=len, reverse=True)
_KINDS = [(word, kind) for kind, words in KINDS.items() for word in _listed(words)]
_AMERICAN, _CANADIAN = frozenset(_listed(AMERICAN)), frozenset(_listed(CANADIAN))
_SOLID = {_solid(word): word for word in (*_STATES, *_listed(AMERICAN), *_listed(CANADIAN))}
_SOLID |= {_solid(word) + "usa": word for word in _listed(AMERICAN)}
_SOLID |= {_solid(word) + "canada": word for word in _listed(CANADIAN)}
_LONG_WORDS = tuple(sorted(word for word in _HEADING_WORDS if len(word) >= 8))
_AAMVA_MARKS = re.compile(
    r"4d (?:dl|lic|id|customer|number)|15 ?sex|1[67] ?[hw]gt|18 ?eyes|19 ?hair|4[ab] ?(?:iss|exp)"
    r"|3 ?dob"
)
ENOUGH_MARKS = 2
"""So many fields numbered and named as in the United States prove it, with "license" so spelt."""
LONG = 9
"""Letters that a heading needs to be recognised with some of them misread."""
STRICT, LOOSE, LOOSEST = 8, 6, 5
"""Letters per misread letter: to name a state, to name a type, to be no person's name."""


def _holds(line: str, words: str) -> bool:
    return f" {words} " in f" {line} "


@lru_cache(maxsize=4096)
def _run_together(text: str) -> str:
    return text.replace("rn", "m").replace("li", "u").replace("ii", "u").replace("vv", "w")


def _almost(one: str, other: str, letters: int = STRICT) -> bool:
    """Whether two words are equal but for one in `letters` letters, or for joined letters."""
    if min(len(one), len(other)) < LONG:
        return False
    return any(
        len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= len(a) // letters
        for a, b in ((one, other), (_run_together(one), _run_together(other)))
    )


@lru_cache(maxsize=4096)
def state_words(folded: str) -> str:
    """The listed state that a line consists of, despite lost spaces or misread letters."""
    solid = folded.replace(" ", "")
    for text in (solid, re.sub(r"(?:usa?|canada)$", "", solid)):
        if known := _SOLID.get(text) or next((word for word in _SOLID if _almost(text, word)), ""):
            return _SOLID.get(known, known)
    return ""


def names_state(text: str) -> bool:
    """Whether a line names a state among other words: VICTORIA AUSTRALIA."""
    folded = fold(text)
    return any(_holds(folded, state) for state in (*_STATES, *_AMERICAN, *_CANADIAN))


@lru_cache(maxsize=4096)
def is_heading(text: str) -> bool:
    """Whether a line prints the state or the document type, and so no person's name."""
    folded = fold(text)
    if state_words(folded) or not _HEADING_WORDS.isdisjoint(folded.split()):
        return True
    solid = folded.replace(" ", "")
    named = any(word in solid for word in _LONG_WORDS) or _long_kind([solid]) != ""
    return named or _like_a_heading(solid)


def _like_a_heading(solid: str) -> bool:
    known = (*_SOLID, *(words.replace(" ", "") for words, _ in _KINDS))
    return any(_almost(solid, heading, LOOSEST) for heading in known)


def kind_of(lines: Iterable[str]) -> str:
    """The type that the page names: driving_licence, residence_permit, passport, visa, id_card;
    "" if none."""
    return _kind_of(tuple(fold(line) for line in lines))


@lru_cache(maxsize=256)
def _kind_of(folded: tuple[str, ...]) -> str:
    for words, kind in _KINDS:
        if any(line == words or (len(words) > 5 and _holds(line, words)) for line in folded):
            return kind
    return _long_kind([line.replace(" ", "") for line in folded])


def _long_kind(solid: Iterable[str]) -> str:
    """The type, despite lost spaces or misread letters."""
    solid = list(solid)
    for words, kind in _KINDS:
        known = words.replace(" ", "")
        if len(known) >= LONG and any(
            known in line or _almost(line, known, LOOSE) for line in solid
        ):
            return kind
    return ""


def issuer_of(lines: Iterable[str]) -> str:
    """The issuing state by the words of the page (ISO alpha-3, D for Germany); "" if unknown.

    The line must have few other words: "UNITED KINGDOM" after a birth date is a place of birth. If
    two states are named, the issuer is unknown.
    """
    found, misread = set(), set()
    for line in lines:
        folded = re.sub(r"\b(the|of)\b ?", "", fold(line)) if len(line) < 60 else ""
        if any(c.isdigit() for c in folded):
            continue
        for words, state in _STATES.items():
            if folded == words or folded == re.sub(r"\b(the|of)\b ?", "", words):
                found.add(state)
        if folded and (almost := _STATES.get(state_words(fold(line)))):
            misread.add(almost)
        if folded and (several := _only_state(fold(line))):
            found.add(several)
    found = found or misread
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=4096)
def _only_state(folded: str) -> str:
    """The state that a line names in several languages, with words of headings at most; else "".

    Example: EESTI VABARIIK REPUBLIC OF ESTONIA.
    """
    said, left = set(), f" {folded} "
    for words in _LONGEST_FIRST:
        if f" {words} " in left:
            said.add(_STATES[words])
            left = left.replace(f" {words} ", " ")
    if len(said) != 1 or not set(left.split()) <= _HEADING_WORDS | {"of", "the", "for"}:
        return ""
    return said.pop()


def american(lines: Iterable[str]) -> str:
    """USA or CAN for a licence or identification card of one of their states; otherwise ""."""
    folded = [fold(line) for line in lines]
    if not any(re.search(r"licen[cs]e|identification|permis", line) for line in folded):
        return ""
    marks = sum(bool(_AAMVA_MARKS.match(line)) for line in folded)
    spelt = any("license" in line or "usa" in line.split() for line in folded)
    states = {state for line in folded if (state := american_state(line))}
    if "georgia" in states and not spelt:  # also a country
        states.discard("georgia")
    if states & _CANADIAN:
        return "CAN"
    return "USA" if states or (spelt and marks >= ENOUGH_MARKS) else ""


def names_american_state(lines: Iterable[str]) -> bool:
    """Whether one of the lines consists of a state or province of North America."""
    words = {state_words(fold(line)) for line in lines if len(line) < 45}
    return bool(words & (_AMERICAN | _CANADIAN))


@lru_cache(maxsize=4096)
def american_state(line: str) -> str:
    """The state or province of North America that a line names; "" if none."""
    folded = fold(line)
    if len(line) >= 45:
        return ""
    named = [state for state in sorted(_CANADIAN | _AMERICAN) if _holds(folded, state)]
    if named:
        return max(named, key=len)
    words = state_words(folded)
    return words if words in _AMERICAN or words in _CANADIAN else ""
