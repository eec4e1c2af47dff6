"""The names of the months on identity documents, in the languages that print them.

The tables hold full names, and those short forms with which no full name begins. A printed word is
a month if it is one of these, or the beginning (three letters or more) of full names of one month
only: "SEPTEM" is September, "MAYFIELD" is a town. The forms are those of common passports and
cards, not a copy of Unicode CLDR. Where three letters mean different months in two languages (LIS,
LIP), the language listed first is taken.
"""

import unicodedata
from functools import lru_cache

_WHOLE = (
    "january janvier januar januari enero gennaio styczen stycznia janeiro jaenner janner leden"
    " ledna sijecanj sijecnja ianuarie ocak tammikuu jaanuar janvaris sausis sausio siechen"
    " ιανουαριος ιανουαριου январь января січень січня януари yanvar janar qantar қаңтар студзень"
    " студзеня јануар јануари يناير كانون ינואר იანვარი ionawr",
    "february fevrier februar februari febrero febbraio luty lutego fevereiro unor unora veljaca"
    " veljace februarie subat helmikuu veebruar februaris vasaris vasario φεβρουαριος φεβρουαριου"
    " февраль февраля лютий лютого февруари fevral shkurt pebrero pebruari ақпан лютага фебруар"
    " фебруари فبراير פברואר თებერვალი chwefror feabhra",
    "march mars marz maerz marzo marzec marca marco maart brezen brezna ozujak ozujka martie"
    " mart maret maaliskuu marts kovas kovo μαρτιος μαρτιου март марта березень березня marzac"
    " machi marso наурыз сакавік сакавіка مارس מרץ მარტი mawrth marta",
    "april avril abril aprile kwiecien kwietnia duben dubna travanj travnja aprilie nisan"
    " huhtikuu aprill aprilis balandis balandzio aprilia απριλιος απριλιου апрель апреля квітень"
    " квітня април prill aprili сәуір красавік красавіка أبريل ابريل אפריל აპრილი ebrill aibrean",
    "may mai mayo maggio maj maja maio mei kveten kvetna svibanj svibnja mayis toukokuu maijs"
    " geguze geguzes majus μαιος μαιου май мая травень травня mamyr мамыр мај مايو מאי მაისი"
    " bealtaine",
    "june juin juni junio giugno czerwiec czerwca junho cerven cervna lipanj lipnja iunie"
    " haziran kesakuu juuni junijs birzelis birzelio junius ιουνιος ιουνιου июнь июня червень"
    " червня юни qershor iyun hunyo маусым чэрвень чэрвеня јун јуни يونيو יוני ივნისი mehefin"
    " meitheamh",
    "july juillet juli julio luglio lipiec lipca julho cervenec cervence iulie temmuz heinakuu"
    " juuli julijs liepa liepos julius ιουλιος ιουλιου июль июля липень липня юли korrik iyul"
    " julai hulyo шілде ліпень ліпеня јул јули يوليو יולי ივლისი gorffennaf iuil",
    "august aout agosto sierpien sierpnia augustus srpen srpna kolovoz kolovoza agustos agustus"
    " elokuu augusts rugpjutis rugpjucio augusztus αυγουστος αυγουστου август августа серпень"
    " серпня gusht avqust avgust ogos agosti тамыз жнівень жніўня أغسطس اغسطس אוגוסט აგვისტო awst"
    " lunasa",
    "september septembre septiembre setiembre settembre wrzesien wrzesnia setembro zari rujan"
    " rujna septembrie eylul syyskuu septembris rugsejis rugsejo szeptember σεπτεμβριος"
    " σεπτεμβριου сентябрь сентября вересень вересня септември shtator sentyabr sentabr septemba"
    " setyembre қыркүйек верасень верасня септембар سبتمبر ספטמבר სექტემბერი medi",
    "october octobre oktober octubre ottobre pazdziernik pazdziernika outubro rijen rijna"
    " octombrie ekim lokakuu oktoober oktobris spalis spalio οκτωβριος οκτωβριου октябрь октября"
    " жовтень жовтня октомври tetor oktyabr oktabr oktoba oktubre қазан кастрычнік кастрычніка"
    " октобар أكتوبر اكتوبر אוקטובר ოქტომბერი hydref",
    "november novembre noviembre listopad listopada novembro studeni studenoga noiembrie kasim"
    " marraskuu novembris lapkritis lapkricio νοεμβριος νοεμβριου ноябрь ноября ноември nentor"
    " noyabr novemba nobyembre қараша лістапад лістапада новембар نوفمبر נובמבר ნოემბერი tachwedd"
    " samhain",
    "december decembre dezember diciembre dicembre grudzien grudnia dezembro prosinec prosince"
    " prosinac prosinca decembrie desember aralik joulukuu detsember decembris gruodis gruodzio"
    " δεκεμβριος δεκεμβριου декабрь декабря грудень грудня декември dhjetor dekabr desemba"
    " disyembre disember желтоқсан снежань снежня децембар ديسمبر דצמבר დეკემბერი rhagfyr",
)
_SHORT = (
    "ja jan jän jae ene gen sty ian oca led sij янв січ ιαν",
    "fe feb fév fev lut sub vel veb uno peb фев лют φεβ",
    "mr mac mar mär mrz mae maa mrt bre маp мар бер μαρ",
    "al apr avr abr kwi dub nis апр кві απρ",
    "ma may mai mag mei máj kve svi май μαι",
    "jn jun giu cze haz июн ιουν ιον",
    "jl jul jui juil juill lug lip tem июл ιουλ ιολ",
    "au aug ogos aoû aou ago agu sie kol avg авг αυγ",
    "se sep sept set wrz zar ruj eyl sze сен вер σεπ",
    "oc oct okt ott out paz ekm eki rij окт жов οκτ",
    "no nov lis kas stu ноя νοε",
    "de dec déc dez dic des dis gru ara pro det дек δεκ",
)
_ROMAN = {
    word: month
    for month, word in enumerate("i . iii iv v vi vii viii ix x xi xii".split(), 1)  # noqa: SIM905 (a word list is read more easily)
    if word != "."
}
"""Roman numerals except II, which OCR also reads for 11."""
_THAI = (
    "มกราคม ม.ค.", "กุมภาพันธ์ ก.พ.", "มีนาคม มี.ค.", "เมษายน เม.ย.", "พฤษภาคม พ.ค.", "มิถุนายน มิ.ย.",
    "กรกฎาคม ก.ค.", "สิงหาคม ส.ค.", "กันยายน ก.ย.", "ตุลาคม ต.ค.", "พฤศจิกายน พ.ย.", "ธันวาคม ธ.ค.",
)  # fmt: skip
_LATIN_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_TO_LETTER = str.maketrans("0158", "OISB")


def plain(word: str) -> str:
    """The word in lower case, without accents, with ł, ı and ß as l, i and ss."""
    word = word.lower().replace("ł", "l").replace("ı", "i").replace("ß", "ss")
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _table(rows: tuple[str, ...]) -> dict[str, int]:
    return {plain(word): month for month, row in enumerate(rows, 1) for word in row.split()}


_WHOLE_NAMES = _table(_WHOLE)
_EXACT = {**_WHOLE_NAMES, **_table(_SHORT)}


def spelt_out(text: str) -> str:
    """The text with Thai months replaced by English ones, since they contain marks and dots."""
    for number, names in enumerate(_THAI):
        for name in names.split():
            text = text.replace(name, f" {_LATIN_MONTHS[number]} ")
    return text


@lru_cache(maxsize=4096)
def month_of(word: str) -> int | None:
    """1-12 for a month's name, short form or unambiguous beginning; None for other words."""
    text = plain(word)
    if text in _EXACT:
        return _EXACT[text]
    if text in _ROMAN and word.isupper():
        return _ROMAN[text]
    if len(text) < 3:
        return None
    begun = {month for name, month in _WHOLE_NAMES.items() if name.startswith(text)}
    return begun.pop() if len(begun) == 1 else None


@lru_cache(maxsize=4096)
def misread_month(word: str) -> int | None:
    """The month of a word in which OCR read a digit for a letter: `0CT`, `JU1`; None."""
    if len(word) < 3 or not any(c.isdigit() for c in word) or sum(c.isalpha() for c in word) < 2:
        return None
    return month_of(word.replace("1", "L").translate(_TO_LETTER)) or month_of(
        word.translate(_TO_LETTER)
    )
