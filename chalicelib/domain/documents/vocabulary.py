"""The labels of fields on identity documents, by language.

`other` has the labels of fields that are not read: place of birth, date of issue, father's name. So
neither these labels nor their values are mistaken for fields that are read.
Collected from the vocabularies of public readers and the numbering of Directive 2006/126/EC; many
labels were not compared with a document. Held against a second source in November 2026: Greek (the
ministerial decision on new identity cards, news.gr), Vietnamese (circular 16/2024, cand.com.vn),
Turkish (labels of old licences, sonmuhur.com), Estonian (PRADO EST-BO-04002, Riigi Teataja).
`docs/documents.md` is generated from this module.
"""

from chalicelib.domain.documents.vocabulary_world import WORLD

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "surname": "surname, last name, family name, primary identifier, surnames, last names,"
        " jina la mwisho",
        "givenNames": "given names, given name, first name, first names, forenames, forename,"
        " other names, secondary identifier, first middle, first and middle names, names, first"
        " middle name s, first middle name, first and middle name, christian names, first name"
        " middle name, jina la kwanza, majina ya kati",
        "name": "name, full name, full names, name of holder, holder, holder s name, name in full,"
        " surname and given names, complete name, name of the holder, full name of holder,"
        " cardholder name, name of cardholder, licensee name, customer name",
        "dateOfBirth": "date of birth, birth date, born, born on, dob, d o b, d of b, birthdate,"
        " date and place of birth, place and date of birth, year of birth, date of brith,"
        " birthday, birth, tarehe ya kuzaliwa, date place of birth, date of birth place of birth",
        "documentNumber": "document number, document no, doc no, document nr, card number, card"
        " no, id number, id no, identity card number, identity card no, passport number, passport"
        " no, licence number, licence no, license number, license no, number, no, driver s"
        " license no, driver s licence no, drivers license number, driver license no, driver"
        " licence number, driver number, driving licence no, driving license no, dl no, lic no,"
        " permit no, permit number, residence permit no, document id, l no, licence, permanent"
        " account number, certificate no, emirates"
        " id, booklet no, uscis, card, operator licence no, operator license no, operators"
        " license no, brp no, ghana card number, aadhaar no, aadhaar number, epic no, voter id"
        " no, voter id number, alien number, huduma namba, doc, driving licence number, driving"
        " license number, id card no, id card number, id nr, travel document no,"
        " travel document number, residence permit number, brp number, master no, licence nr,"
        " driver s license number, driver s licence number",
        "personalNumber": "identity number, identification number, personal number, personal no,"
        " personal id, personal identification number, national identification number, nin, civil"
        " id no, civil number, social security no, personal code, national id, nid, nid no,"
        " national id no, national id number, identity no, national identity number, national"
        " identity no, identification no, registration number, registration no, reg no, reference"
        " number, reference no",
        "expiry": "date of expiry, expiry, expiry date, expires, expires on, expiration date,"
        " expiration, valid until, valid till, valid thru, valid through, valid to, validity,"
        " exp, exp date, date of expiration, valid, valid up to, card expires, good thru, expire"
        " date, document expires, card expiry, expires end of, licence expiry, license expiry,"
        " valid to date, card expiry date, date of card expiry, permit expiry, end date, last day"
        " of validity, mwisho wa matumizi",
        "nationality": "nationality, citizenship",
        "sex": "sex, gender",
        "other": "place of birth, birth place, birthplace, country of birth, district of birth,"
        " city of birth, state of birth, birth name, name at birth, surname at birth, maiden"
        " name, previous name, date of issue, issue date, issued, issued on, issuing date, date"
        " of entry, place of issue, authority, issuing authority, issued by, issuing office,"
        " address, residence, permanent address, father s name, name of father, mother s name,"
        " name of mother, s o, d o, w o, spouse name, middle name, patronymic, height, weight,"
        " eyes, eye color, colour of eyes, hair, blood group, signature, holder s signature,"
        " categories, category, class, restrictions, endorsements, issuing state, code, type,"
        " country, state, serial number, serial no, religion, occupation, profession, marital"
        " status, remarks, first issued, valid from, date of registration, record no, can,"
        " control number, date of first issue, donor, veteran, country of stay, county, status,"
        " entitlement, permit type, type of permit, place of origin, husband s name, husband"
        " name, s d w of, son daughter wife of, signature of holder, first issue date, class of"
        " vehicle, vehicle class, issuing country, code of issuing state, country code, resident"
        " since, race, district, village, region, emergency contact, organ donor, audit no,"
        " inventory no, alias, virtual id, file no, card category, father name, mother name,"
        " place and date of issue, place date of issue, office of issue, date issued, date of"
        " first registration, location, polling station, division, constituency, doi, signature"
        " of bearer, bearer s signature, nationality at birth, card valid from, second name,"
        " blood type, member state, registered office, support number, effective, effective date,"
        " children, agency code, licence class, license class, licence type, license type,"
        " conditions",
    },
    "aamva": {
        "surname": "ln, family",
        "givenNames": "fn, given",
        "dateOfBirth": "ddn, birthdate",
        "documentNumber": "dl, dln, lic, id, dl id, dln id, customer identifier, ol no, dl"
        " number, lic no, license, dlno, license id, oln, dl no, dl pc, dl id no, lic id, id no",
        "expiry": "exp, expir",
        "sex": "sex",
        "other": "iss, dd, class, end, ends, endorse, endorsements, rest, restr, restrictions,"
        " hgt, ht, wgt, wt, eyes, hair, audit, rstr, dup, rev, icn, org, cat, issued, iss date,"
        " sexe",
    },
    "fr": {
        "surname": "nom, nom de famille, noms",
        "givenNames": "prenom, prenoms, prenom s",
        "name": "nom complet, nom et prenom, nom et prenoms, nom prenom, titulaire, nom du"
        " titulaire, nom prenoms",
        "dateOfBirth": "date de naissance, ne e le, ne le, nee le, date de naiss, date et lieu de"
        " naissance, lieu et date de naissance, date naissance, naissance",
        "documentNumber": "no du document, numero du document, no de document, numero de document,"
        " no, numero, no carte, no de carte, no de la carte, no passeport, passeport no, no de"
        " passeport, carte no, carte nationale d identite no, no permis, no du permis, no du"
        " titre, numero de permis, no doc, numero de carte, numero du titre, numero de passeport,"
        " no de titre de sejour, numero etranger, no de titre, no titre, no de la carte de sejour",
        "personalNumber": "no personnel, numero personnel, numero d identification, no national,"
        " no de registre national",
        "expiry": "date d expiration, date d expiry, date d expir, valable jusqu au, expire le,"
        " valable du au, fin de validite, validite, date de fin de validite, exp, expiration,"
        " valide jusqu au, valide jusqu a, date de validite",
        "nationality": "nationalite",
        "sex": "sexe",
        "other": "lieu de naissance, nom d usage, nom de naissance, epouse, date de delivrance,"
        " delivre le, delivree le, delivre par, autorite, adresse, domicile, taille, signature,"
        " date d emission, date d entree, pere, mere, nom du pere, cote, no de serie, remarques,"
        " nom de jeune fille, nom d epouse, valide du, valide le, signature du titulaire, type de"
        " titre, categorie, code pays, prefecture, lieu de delivrance, nationalite d origine,"
        " valable du, valable a partir du",
    },
    "de": {
        "surname": "nachname, name nachname, familienname, zuname",
        "givenNames": "vorname, vornamen, rufname",
        "name": "name und vorname, vor und nachname, name des inhabers",
        "dateOfBirth": "geburtsdatum, geboren am, geburtstag, geb datum, geburtsdatum und ort,"
        " geburtstag und ort, geb am, geb",
        "documentNumber": "dokumentennummer, dokumentnummer, ausweisnummer, ausweisnr, dokument"
        " nr, passnummer, pass nr, reisepass nr, fuhrerscheinnummer, fuhrerausweis nr,"
        " kartennummer, ausweis nr, nummer, nr, dokumenten nr, seriennummer, karten nr, kartennr,"
        " dokumentnr, passnr, reisepassnummer, fuhrerschein nr, fuhrerscheinnr, titelnummer",
        "personalNumber": "personenkennzahl, ahv nummer, personalnummer, pin",
        "expiry": "gultig bis, ablaufdatum, gultigkeit, gultig bis zum, gultigkeitsdatum",
        "nationality": "staatsangehorigkeit, staatsburgerschaft, nationalitat",
        "sex": "geschlecht",
        "other": "geburtsort, geburtsname, geburtsland, geburtsstaat, heimatort, behorde,"
        " ausstellungsdatum, ausgestellt am, ausstellende behorde, datum, grosse, augenfarbe,"
        " anschrift, wohnort, unterschrift, fruhere namen, ordensname kunstlername, datum der"
        " ausstellung, datum der einreise, ausstellungsort, ausgestellt durch, klassen,"
        " zugangsnummer, gultig ab, anmerkungen, art des aufenthaltstitels, art des titels,"
        " wohnsitz, unterschrift des inhabers, vaterlicher name, ausstelldatum, ausstellungstag",
    },
    "es": {
        "surname": "apellidos, apellido, apellido s, apellido paterno, primer apellido",
        "givenNames": "nombre, nombres, nombre s, pre nombres, prenombres",
        "name": "nombre completo, apellidos y nombre, apellidos y nombres, nombre y apellidos,"
        " nombre del titular, titular",
        "dateOfBirth": "fecha de nacimiento, fecha nacimiento, nacimiento, f nacimiento, nacido"
        " el, fecha y lugar de nacimiento, fec nac, f nac, fecha de nac, fecha nac, fec"
        " nacimiento",
        "documentNumber": "numero de documento, num soporte, num soport, numero documento, no"
        " documento, no de documento, documento no, documento, dni, dni no, pasaporte no, no"
        " pasaporte, numero, num, no de licencia, licencia no, numero de licencia, cedula, cedula"
        " no, nuip, no soporte, numero de pasaporte, clave de elector, cui, no identificacion,"
        " idesp, dni num, dni numero, cedula de identidad no, cedula de identidad, num de"
        " permiso, numero de permiso, numero de la licencia, no licencia, num documento, no de"
        " cedula, tarjeta de residente, num doc, no dni, no de permiso, permiso no, num permiso,"
        " no de identificacion, numero de identificacion, numero de cedula, numero de dni",
        "personalNumber": "curp, run, rut, nie, numero personal, numero de identidad, nui",
        "expiry": "fecha de caducidad, fecha caducidad, valido hasta, validez, caducidad,"
        " vencimiento, fecha de vencimiento, fecha vencimiento, vigencia, fecha de expiracion,"
        " valida hasta, vence, valido hasta el, fecha de validez, expira, vigente hasta, fecha de"
        " vigencia, valida hasta el, vto, fecha de venc, fecha venc, f vencimiento, f caducidad,"
        " fec venc, fec vencimiento, data venc",
        "nationality": "nacionalidad, pais de nacionalidad",
        "sex": "sexo, genero",
        "other": "lugar de nacimiento, fecha de emision, fecha emision, fecha de expedicion,"
        " emision, expedicion, fecha y lugar de expedicion, domicilio, direccion, lugar de"
        " domicilio, firma, autoridad, expedido por, apellido materno, segundo apellido, hijo a"
        " de, padre, madre, estatura, g s rh, tramite, tramite no, ejemplar, ano de registro,"
        " seccion, localidad, municipio, estado, equipo, fecha de inscripcion, ubigeo, estado"
        " civil, clase, categoria, fecha de entrada, can, filiacion, folio, firma del titular,"
        " tipo de permiso, tipo, observaciones, nombre del padre, nombre de la madre, lugar de"
        " expedicion, fecha de alta, fecha de ingreso, antiguedad, restricciones, donante, grupo"
        " sanguineo, nacionalidad y sexo, fecha exped, fecha exp, data exp, f expedicion, f"
        " emision, fec emision, fec expedicion, otorgamiento, condicion",
    },
    "it": {
        "surname": "cognome",
        "givenNames": "nome, nomi",
        "name": "cognome e nome, nome e cognome",
        "dateOfBirth": "data di nascita, nato il, nata il, nato a il, luogo e data di nascita,"
        " data e luogo di nascita, nato",
        "documentNumber": "numero di documento, documento n, carta n, numero documento, n"
        " documento, passaporto n, numero carta, carta numero, numero patente, patente n, no"
        " carta, n documento di identita, permesso n, numero permesso, n di serie, n patente,"
        " patente, n carta, n passaporto, n permesso",
        "personalNumber": "codice fiscale, codice personale",
        "expiry": "data di scadenza, scadenza, valida fino al, valido fino al, scade il, scad,"
        " validita",
        "nationality": "cittadinanza, nazionalita",
        "sex": "sesso",
        "other": "data di rilascio, luogo di nascita, rilasciata il, rilasciata da, rilasciato"
        " da, emissione, data di emissione, autorita, comune, statura, indirizzo, residenza,"
        " firma, data di ingresso, cognome alla nascita, nome del padre, nome della madre, comune"
        " di nascita, firma del titolare, provincia, tipo di permesso, annotazioni, stato civile,"
        " professione",
    },
    "pt": {
        "surname": "apelido, apelidos, apelido s, sobrenome",
        "givenNames": "nome proprio, nomes proprios, nome s proprio s",
        "name": "nome completo, nome e sobrenome, nome do titular, titular",
        "dateOfBirth": "data de nascimento, data nascimento, nascimento, data local e uf de"
        " nascimento, data nasc, dt nascimento",
        "documentNumber": "numero do documento, no documento, no do documento, no registro,"
        " numero de registro, registro geral, no de registro, rg, no de registo, passaporte no,"
        " numero do passaporte, no de identificacao civil, carta no, no do passaporte, doc no,"
        " documento de identidade no, no documento de identidade, n do documento, no da carta, no"
        " do titulo, no titulo",
        "personalNumber": "cpf, no id civil, no identificacao fiscal",
        "expiry": "data de validade, validade, valido ate, data validade, valida ate",
        "nationality": "nacionalidade",
        "sex": "sexo",
        "other": "local de nascimento, naturalidade, filiacao, data de emissao, data emissao,"
        " data de expedicao, altura, assinatura, local, orgao emissor, doc identidade, doc origem,"
        " 1a habilitacao, primeira habilitacao, cat hab, doc identidade org emissor uf, acc,"
        " permissao, observacoes, entidade emissora, nome do pai, nome da mae, apelido de"
        " nascimento, endereco, data de inicio, tipo de titulo, tipo de autorizacao, residencia,"
        " assinatura do titular, morada",
    },
    "nl": {
        "surname": "achternaam, naam, familienaam",
        "givenNames": "voornaam, voornamen",
        "name": "naam en voornamen",
        "dateOfBirth": "geboortedatum, geboren op, geboorteplaats en datum, datum van geboorte,"
        " geboren",
        "documentNumber": "documentnummer, kaartnr, kaartnummer, rijbewijsnummer, paspoortnummer,"
        " documentnr, nummer kaart, rijbewijsnr, v nummer",
        "personalNumber": "bsn, persoonsnummer, rijksregisternummer, burgerservicenummer",
        "expiry": "geldig tot, geldig van tot, vervaldatum, einde geldigheid, geldig t m, geldig"
        " t en m",
        "nationality": "nationaliteit",
        "sex": "geslacht",
        "other": "geboorteplaats, datum van afgifte, datum van verstrekking, afgifte, autoriteit,"
        " lengte, handtekening, geboortenaam, naam bij geboorte, afgegeven door, instantie, datum"
        " afgifte, handtekening houder, soort titel, type titel, opmerkingen, afgegeven op,"
        " kinderen",
    },
    "scandinavian": {
        "surname": "efternavn, etternavn, efternamn, slektsnavn, sukunimi, eftirnafn, kenninafn,"
        " efternamn namn",
        "givenNames": "fornavn, fornavne, fornamn, etunimet, etunimi, eiginnafn, eiginnofn",
        "dateOfBirth": "fodselsdato, fodelsedatum, fodt, fodd, syntymaaika, syntynyt,"
        " faedingardagur, fodelsetid",
        "documentNumber": "kortnummer, dokumentnummer, pasnummer, passnr, korkort nr, kortnr,"
        " passinumero, asiakirjan numero, kortin numero, dokumentnr, vegabref nr, korkortsnummer,"
        " korkortsnr, passets nummer, passnummer, ajokortin numero, asiakirjanro, kortets nummer",
        "personalNumber": "cpr nr, personnr, personnummer, fodselsnummer, henkilotunnus,"
        " kennitala",
        "expiry": "gyldigt til, gyldig til, udlobsdato, utlopsdato, giltigt t o m, giltigt till,"
        " sista giltighetsdag, giltig till, viimeinen voimassaolopaiva, voimassa, gildir til,"
        " galler till, galler t o m, giltig t o m, voimassa asti, voimassaolo paattyy, sista"
        " giltighetsdatum, gyldig til og med, gyldig t o m, gyldigt til og med",
        "nationality": "nationalitet, medborgarskap, statsborgerskap, kansalaisuus, rikisfang",
        "sex": "kon, kjonn, sukupuoli",
        "other": "fodested, fodeort, fodelseort, syntymapaikka, udstedt, udstedelsesdato,"
        " utstedt, utfardat, utfardandedatum, myonnetty, myontaja, myondigheten, myndighed,"
        " myndighet, hojde, hoyde, langd, pituus, utstedelsesdato, allekirjoitus, underskrift,"
        " myontamispaiva, viranomainen, laengde, laengd, innehavarens namnteckning, typ av"
        " tillstand, anmarkningar, utgivare, utstedende myndighet",
        "name": "namn, navn, nimi",
    },
    "baltic": {
        "surname": "perekonnanimi, uzvards, pavarde",
        "givenNames": "eesnimi, eesnimed, vards, vardi, vardas, vardai",
        "dateOfBirth": "sunniaeg, dzimsanas datums, gimimo data, sunnikuupaev",
        "documentNumber": "dokumendi number, dokumenta numurs, dokumento nr, dokumenta nr, paso"
        " nr, asmens tapatybes korteles nr, nr, apliecibas numurs, juhiloa number, leidimo nr,"
        " numuris",
        "personalNumber": "isikukood, personas kods, asmens kodas",
        "expiry": "kehtiv kuni, deriga lidz, derigs lidz, galioja iki, kehtivuse lopp, kehtib"
        " kuni, galiojimo data, deriguma termins",
        "nationality": "kodakondsus, pilsoniba, pilietybe",
        "sex": "sugu, dzimums, lytis",
        "other": "sunnikoht, dzimsanas vieta, gimimo vieta, valja antud, izdosanas datums,"
        " isdavimo data, isdave, izdevejiestade, valjaandja, augums, ugis, valjaandmise kuupaev,"
        " valjastatud, valjastaja, kuupaev, izsniegsanas datums, izdota, paraksts",
    },
    "pl": {
        "surname": "nazwisko, nazwiska",
        "givenNames": "imie, imiona, imie imiona",
        "dateOfBirth": "data urodzenia, data i miejsce urodzenia",
        "documentNumber": "numer dokumentu, nr dokumentu, numer dowodu, numer paszportu, seria i"
        " numer, numer, nr prawa jazdy, nr paszportu, numer dowodu osobistego, nr dowodu"
        " osobistego, nr karty, numer karty, numer prawa jazdy",
        "personalNumber": "pesel, numer pesel, nr pesel",
        "expiry": "data waznosci, termin waznosci, wazny do, wazne do, wazna do, data uplywu"
        " waznosci, karta wazna do",
        "nationality": "obywatelstwo",
        "sex": "plec",
        "other": "miejsce urodzenia, data wydania, organ wydajacy, nazwisko rodowe, imiona"
        " rodzicow, wzrost, kolor oczu, adres, podpis posiadacza, wydany przez, nr blankietu,"
        " kategorie, nazwisko rodowe family name, imie ojca, imie matki, miejsce zamieszkania,"
        " rodzaj zezwolenia, podpis, uwagi",
        "name": "imie i nazwisko, nazwisko i imie, nazwisko i imiona",
    },
    "czech": {
        "surname": "prijmeni, priezvisko",
        "givenNames": "jmeno, jmena, meno, mena",
        "dateOfBirth": "datum narozeni, datum narodenia",
        "documentNumber": "cislo dokladu, cislo op, cislo pasu, cislo prukazu, cislo preukazu,"
        " doklad c, cislo, cislo karty, cislo povoleni, cislo ridicskeho prukazu, cislo"
        " vodicskeho preukazu, c dokladu, cislo dokumentu, c op",
        "personalNumber": "rodne cislo",
        "expiry": "platnost do, platnost, datum skonceni platnosti, platny do, platnost konci,"
        " datum platnosti, plati do, platny do dne",
        "nationality": "statni obcanstvi, statne obcianstvo",
        "sex": "pohlavi, pohlavie",
        "other": "misto narozeni, miesto narodenia, rodne prijmeni, rodne priezvisko, datum"
        " vydani, datum vydania, vydal, vydany, trvaly pobyt, podpis drzitele, kategorie, podpis,"
        " druh povoleni, misto vydani, poznamky, rodinny stav, adresa",
        "name": "jmeno a prijmeni, prijmeni a jmeno, meno a priezvisko, priezvisko a meno",
    },
    "hu": {
        "surname": "csaladi nev, vezeteknev",
        "givenNames": "utonev, utonevek, keresztnev, utonev i",
        "name": "csaladi es utonev, nev, csaladi es utonevek, csaladi nev es utonev",
        "dateOfBirth": "szuletesi ido, szuletesi datum, szuletesi hely es ido",
        "documentNumber": "okmanyazonosito, okmanyszam, utlevelszam, igazolvanyszam,"
        " okmanyazonosito szam, szemelyi igazolvany szama, okmany szama, kartyaszam, vezetoi"
        " engedely szama",
        "personalNumber": "szemelyi azonosito",
        "expiry": "ervenyes, ervenyessegi ido, lejarat, ervenyesseg, ervenyessegi ido vege,"
        " ervenyes ig, ervenyessegi datum, a kartya ervenyes",
        "nationality": "allampolgarsag",
        "sex": "nem",
        "other": "szuletesi nev, anyja neve, szuletesi hely, kiallitas datuma, kiallito hatosag,"
        " kiallitas kelte, lakohely, alairas, anyja szuletesi neve, hatosag, kiallito, kiadas"
        " datuma, megjegyzesek, lakcim",
    },
    "south slavic": {
        "surname": "prezime, priimek, prezime prezimena, презиме, презиме prezime",
        "givenNames": "ime, imena, име, име imena",
        "dateOfBirth": "datum rodenja, datum rojstva, datum rođenja, датум рођења, datum roden,"
        " датум на рагање",
        "documentNumber": "broj osobne iskaznice, broj licne karte, registarski broj, reg broj,"
        " reg br, broj dokumenta, stevilka, stevilka osebne izkaznice, рег број, broj putovnice,"
        " broj pasosa, stevilka potnega lista, broj isprave, serijski broj, рег бр, st izkaznice,"
        " broj, регистарски број, st osebne izkaznice, st dokumenta, broj vozacke dozvole, broj"
        " kartice, број личне карте, број возачке дозволе, број пасоша, stevilka dokumenta, број"
        " на лична карта, број на документ, број на пасош",
        "personalNumber": "oib, emso, jmbg, јмбг, maticni broj, матични број, лични број",
        "expiry": "vrijedi do, vazi do, velja do, datum veljavnosti, важи до, datum isteka, rok"
        " vazenja, rok vrijedenja, рок важења, важи до vazi do, datum veljavnosti do, vrijedi do"
        " datuma, vazi do datuma, рок важења до, датум на важење, datum vazenja",
        "nationality": "drzavljanstvo, држављанство, државјанство",
        "sex": "spol, pol, пол",
        "other": "mjesto rodenja, mesto rodenja, место рођења, kraj rojstva, datum izdavanja,"
        " датум издавања, datum izdaje, izdala, izdal, izdao, издаје, prebivaliste, пребивалиште,"
        " stalno prebivalisce, име родитеља, ime roditelja, ime jednog roditelja, име оца, ime"
        " oca, potpis, podpis imetnika, organ, vrsta dozvole, adresa, место на рагање, датум на"
        " издавање, датум издавања",
    },
    "ro": {
        "surname": "nume, numele, nume de familie",
        "givenNames": "prenume, prenumele",
        "dateOfBirth": "data nasterii, data si locul nasterii, nascut la",
        "documentNumber": "seria si numarul, seria nr, numar document, numarul documentului,"
        " seria, numarul pasaportului, nr document, numarul permisului, numarul, nr carte de"
        " identitate, nr permis, nr pasaport",
        "personalNumber": "cnp, cod numeric personal, idnp",
        "expiry": "valabilitate, valabil pana la, data expirarii, validitate, validite, expira la,"
        " data expirarii documentului",
        "nationality": "cetatenie, cetatenia",
        "sex": "sex, sexul",
        "other": "loc nastere, locul nasterii, emisa de, eliberat de, data eliberarii, domiciliu,"
        " data emiterii, numele tatalui, semnatura titularului, tip, semnatura, autoritatea"
        " emitenta",
    },
} | WORLD  # fmt: skip

SPOKEN = {
    "ALB": "albanian", "ARE": "arabic, en", "ARG": "es", "AUS": "en", "AUT": "de",
    "BEL": "nl, fr, de", "BGD": "indian, en", "BGR": "bg, en", "BRA": "pt",
    "CAN": "en, fr, aamva", "CHE": "de, fr, it", "CHL": "es", "CHN": "east asian", "COL": "es",
    "CYP": "el, tr", "CZE": "czech, en", "D": "de, en", "DNK": "scandinavian, en",
    "EGY": "arabic", "ESP": "es", "EST": "baltic, en", "FIN": "scandinavian, en",
    "FRA": "fr, en", "GBR": "en", "GEO": "georgian, en", "GRC": "el, en",
    "HRV": "south slavic, en", "HUN": "hu, en", "IDN": "id", "IND": "en, indian", "IRL": "en",
    "ISR": "hebrew", "ITA": "it, en", "JPN": "east asian", "KEN": "en", "KOR": "east asian",
    "LTU": "baltic, en", "LUX": "fr, de", "LVA": "baltic, en", "MAR": "fr, arabic", "MEX": "es",
    "MLT": "en", "MYS": "id, en", "NGA": "en", "NLD": "nl, en", "NOR": "scandinavian, en",
    "NPL": "en", "NZL": "en", "PAK": "en", "PER": "es", "PHL": "en", "POL": "pl, en",
    "PRT": "pt, en", "ROU": "ro, fr, en", "RUS": "east slavic", "SAU": "arabic, en", "SGP": "en",
    "SRB": "south slavic", "SVK": "czech, en", "SVN": "south slavic, en",
    "SWE": "scandinavian, en", "THA": "thai, en", "TUR": "tr, en", "TWN": "east asian",
    "UKR": "east slavic, en", "USA": "en, aamva", "VNM": "vi, en", "ZAF": "en",
}  # fmt: skip
"""The languages of each state's documents, ISO alpha-3 (D for Germany, as zones write it)."""
NUMBERED = {
    "1": "surname", "2": "givenNames", "3": "dateOfBirth", "4a": "other", "4b": "expiry",
    "4c": "other", "4d": "other", "5": "documentNumber", "6": "other", "7": "other", "8": "other",
    "9": "other", "10": "other", "11": "other", "12": "other",
    "5a": "documentNumber", "5b": "other",
}  # fmt: skip
"""Number -> field on licences: Directive 2006/126/EC, Annex I, also used by the UK."""
NUMBERED_AAMVA = NUMBERED | {"4d": "documentNumber", "5": "other", "5a": "other"}
"""In the United States and Canada, 4d is the licence number and 5 the card's discriminator."""
