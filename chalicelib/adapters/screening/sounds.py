"""Names that are the same although their letters differ: Mykola is Nikolai, Cai is Tsai, Yi is Lee.

`sound_keys` gives the keys that a word shares with other spellings of the same name. Compiled lists
keep them sorted, so that a word leads to its other spellings without a comparison.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import product

FORM, SYLLABLES, ENDING = "f", "s", "e"
#: The likeness (0-1) of words that share a key, by the key's first letter.
WORTH = {FORM: 0.93, SYLLABLES: 0.9, ENDING: 0.93}
LONGEST = 14  # letters of a word, or of words together, that are read in syllables
MOST = 6  # ways to read a word in syllables

# Forms of a given name in neighbouring languages, and usual short forms.
_FORMS = """
nikolai nikolay nikolaj mykola mikola nicolai mikalai
evgeny evgeniy evgenii yevgeny yevgeniy yevhen yevhenii evhen jevgenij jauhien
sergei sergey serhii serhiy sergii siarhei sergejs sergejus sergiu
vladimir volodymyr uladzimir wladimir vladimiras volodimir
alexander aleksandr oleksandr aliaksandr alexandr aleksander sasha oleksander alexandre alejandro
alexei aleksei alexey aleksey oleksii oleksiy aliaksei
andrei andrey andrii andriy andrej andrzej andre andreas andrew
dmitry dmitri dmitriy dmitrii dmytro dzmitry
mikhail mykhailo mikhailo mihail michail misha michael mikhaylo
pavel pavlo pavels paul pawel pavol
petr pyotr petro piotr peter pjotr
grigory grigori grigoriy hryhorii hryhoriy ryhor
igor ihor
oleg oleh aleh
vasily vasiliy vasyl vasil vasili basil
yuri yury yuriy yurii iurii jurij juri iouri
ivan john jan johann jean juan giovanni joao
konstantin kostiantyn kanstantsin constantin constantine
anatoly anatoli anatoliy anatolii anatol
gennady gennadi gennadiy hennadii hennadiy
leonid leonyd
viktor victor wiktor viktar
valery valeriy valerii valeri valerij
vitaly vitaliy vitalii vitali vitalij
roman ramon
denis denys dzianis
maxim maksim maksym
stanislav stanislaw stas
yaroslav iaroslav jaroslav
elena olena yelena alena helen helena
tatiana tatyana tetiana tanya
ekaterina kateryna katerina yekaterina katsiaryna catherine katherine
natalia nataliya natalya nataliia natallia
olga olha volha
yulia yuliya julia iuliia yuliia
anna hanna ganna ann anne
irina iryna
svetlana svitlana sviatlana
artem artyom artsiom
eduard edward edvard eduardas
filipp philip philippe filip
kirill kyrylo kiryl
nikita mykyta
robert bob bobby rob
william bill billy will wilhelm guillaume guillermo
richard dick rick ricardo
charles charlie carlos karl carl
james jim jimmy jaime
joseph joe josef jose giuseppe yosef yusuf youssef
thomas tom tommy tomas
daniel dan danny danil danylo daniil
david dave dawud daoud dawood
edmund ed eddie
anthony antony tony anton antonio
steven stephen steve stefan esteban stepan
elizabeth liz beth betty elisabeth
margaret maggie peggy
francis francisco frank franz francois pancho
lawrence laurence larry lorenzo
henry harry heinrich henri enrique
ronald ron ronnie
donald don donnie
kenneth ken kenny
benjamin ben benny binyamin
samuel sam sammy shmuel
abraham avraham ibrahim
jacob yaakov yakov yaqub jakob
moses moshe musa mousa
solomon shlomo suleiman sulaiman
isaac yitzhak ishaq
aaron aharon haroun harun
george georgy georgi georgiy heorhii jorge georges giorgi jerzy yegor
gregory greg
lev leo leon
theodore fyodor fedor fedir teodor
ilya illia ilia elias ilyas
matthew matvei matvii mathieu mateo
luke luka lukas lucas
mark marko marco marcus
alexandra oleksandra aleksandra
mohammed muhammad mohamed mohammad mohamad muhammed mahomed maxamed mohd muhamad mehmet
ahmed ahmad akhmed ahmet axmed akhmad
hussein hossein husayn husain hussain huseyin xuseen hoseyn
hassan hasan xasan
ali cali
omar umar cumar omer
osman othman uthman usman cusmaan
abdullah abdallah abdulla abdalla cabdulle abdollah
abdullahi cabdullaahi abdulahi
"""
# Korean family names as offices write them.
_KOREAN_FAMILIES = """
lee yi ri rhee li rhie yie
park pak bak
choi choe choy chwe
kim gim ghim
lim im rim yim
noh no roh ro
ryu yoo yu you ryoo lyu
jung jeong chung chong cheong jong
kang gang
cho jo joe
yoon yun youn
shin sin shinn
moon mun
koo gu ku goo
woo u wu
oh o
seo suh so
kwon gwon kwun
hwang whang
ahn an
bae pae
baek paek paik back
jang chang
jeon chun jun chon
"""
# Cantonese (and Hokkien) syllables of names -> what they are in pinyin.
_CANTONESE = """
au ou|chan chen|chau zhou|cheung zhang|cheng zheng|chiu zhao|choi cai|chow zhou|choy cai
chu zhu|chui xu|chung zhong|fan fan|fong fang|fung feng|ho he|hui xu|hung hong|ip ye
kam jin gan|kan jian|ko gao|kong jiang|kwan guan|kwok guo|kwong guang kuang|lai li|lam lin
lau liu|law luo|lee li|leung liang|ling ling|lo luo lu|lui lu|luk lu|lum lin|mak mai|man wen
mok mo|mui mei|ng wu|ngai wei|ngan yan|pang peng|poon pan|shum shen cen|sin xian
siu xiao shao|so su|suen sun|szeto situ|sze shi|tai dai|tam tan|tang deng|to du|tong tang
tsang zeng|tse xie|tso cao|tsui xu|tung dong|wan wen yin|wong huang wang|woo hu|yam ren
yau you qiu|yee yu yi|yeung yang|yim yan|yin yan xian|yip ye|yiu yao|yu yu|yuen yuan ruan
yung rong weng|chi zhi|chun jun chun|fai hui|fat fa|fuk fu|hing xing qing|hoi hai|hok he xue
hon han|hong kang hang|hou hao|ka jia|kai jie qi|kei qi|keung qiang|kin jian|king jing qing
kit jie|kiu qiao|kuen quan juan|kui ju|lok le|lung long|mei mei|ming ming|nam nan|nga ya
on an|pak bai bo|ping ping bing|pui pei|sai shi|sang sheng|shan shan|shing cheng sheng
shun shun xun|sum xin shen|suk shu|sun xin|tak de|tat da|tin tian|ting ting|tsz zi|wa hua
wah hua|wai wei hui|wing yong rong|yan ren xin yin|ying ying|yuk yu|yun yun|kwai gui|fu fu
lan lan|ha xia|tan chen|lim lin|ong wang|goh wu|teo zhang|chua cai|ang hong|koh xu|tay zheng
yeo yang|sim shen
"""
_INITIALS = {
    "": "", "b": "p", "p": "p", "m": "m", "f": "f", "d": "t", "t": "t", "n": "n", "l": "l",
    "g": "k", "k": "k", "h": "h", "j": "q", "q": "q", "x": "s", "zh": "q", "ch": "q", "sh": "s",
    "r": "r", "z": "z", "c": "z", "s": "s", "hs": "s", "ts": "z", "tz": "z", "y": "y", "w": "w",
}  # fmt: skip
# Final -> the same in pinyin; then the finals of Wade-Giles and of postal maps.
_FINALS = {
    final: final
    for final in (
        "a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng", "ong", "i", "ia", "ie",
        "iao", "iu", "ian", "in", "iang", "ing", "iong", "u", "ua", "uo", "uai", "ui", "uan", "un",
        "uang", "ue",
    )
}  # fmt: skip
_FINALS |= {"ien": "ian", "ih": "i", "ieh": "ie", "eh": "e", "ung": "ong", "iung": "iong",
            "uei": "ui", "ueh": "ue", "io": "ue", "uen": "un", "iou": "iu"}  # fmt: skip
_KOREAN_STARTS = {
    "": "", "g": "k", "k": "k", "kk": "k", "n": "n", "d": "t", "t": "t", "r": "l", "l": "l",
    "m": "m", "b": "p", "p": "p", "s": "s", "ss": "s", "sh": "s", "j": "c", "ch": "c", "jj": "c",
    "h": "h", "rh": "l",
}  # fmt: skip
_KOREAN_VOWELS = {
    "a": "a", "ah": "a", "ae": "e", "ai": "e", "ay": "e", "e": "e", "eo": "o", "o": "o", "u": "o",
    "eu": "o", "oo": "o", "uh": "o", "oh": "o", "ou": "o", "woo": "o", "i": "i", "ee": "i",
    "ya": "ya", "ye": "ye", "yae": "ye", "yeo": "yo", "yo": "yo", "yu": "yo", "yoo": "yo",
    "you": "yo", "yuh": "yo", "wa": "wa", "wi": "wi", "ui": "wi", "eui": "wi", "euy": "wi",
    "oe": "we", "we": "we", "wae": "we", "wo": "wo", "weo": "wo", "won": "won",
}  # fmt: skip
_KOREAN_ENDS = {"": "", "k": "k", "g": "k", "n": "n", "l": "l", "m": "m", "p": "p", "b": "p",
                "ng": "ng", "t": "t", "r": "l"}  # fmt: skip
# Endings that Lithuanian and Latvian add to a foreign name.
_BALTIC = re.compile(r"(?<=[^aeiou])(?:as|is|us|ius|ys|s)$")


def sound_keys(word: str) -> tuple[str, ...]:
    """The keys that other forms of this folded word share with it, each once. The first letter is
    FORM (a form in another language) or ENDING (the name without its Baltic ending)."""
    found = [FORM + form for form in _forms().get(word, ())]
    stem = _BALTIC.sub("", word) if len(word) > 4 else word
    if stem != word:
        found.append(ENDING + stem)
        found += [FORM + form for form in _forms().get(stem, ())]
    elif len(word) > 3:
        found.append(ENDING + word)
    return tuple(dict.fromkeys(found))


def syllabic(words: Sequence[str]) -> bool:
    """Whether all words can be read as Chinese syllables, or all as Korean ones."""
    return all(map(_chinese_word, words)) or all(map(_korean_word, words))


def one_syllable(word: str) -> bool:
    """Whether the word is one Chinese or one Korean syllable."""
    return word in _chinese() or word in _korean()


@lru_cache(8192)
def _chinese_word(word: str) -> bool:
    return len(word) <= LONGEST and _readable(word, _chinese())


@lru_cache(8192)
def _korean_word(word: str) -> bool:
    return len(word) <= LONGEST and _readable(word, _korean())


@lru_cache(16_384)
def syllables(word: str) -> tuple[str, ...]:
    """The keys of a word read as Chinese or Korean syllables, at most MOST of each; syllables that
    offices spell alike have one key. Empty if it cannot be read so, or has over LONGEST letters."""
    if len(word) > LONGEST or not word.isascii():
        return ()
    ways = _read(word, _chinese(), "c") + _read(word, _korean(), "k")
    return tuple(SYLLABLES + way for way in dict.fromkeys(ways))


def _readable(word: str, table: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the word consists of the table's syllables. Most words do not."""
    if word and not any(word[-size:] in table for size in range(1, 7)):
        return False
    reached = [True] + [False] * len(word)
    for start in range(len(word)):
        if reached[start]:
            for end in range(start + 1, min(start + 6, len(word)) + 1):
                if word[start:end] in table:
                    reached[end] = True
    return reached[-1]


def _read(word: str, table: dict[str, tuple[str, ...]], mark: str) -> list[str]:
    if len(word) > LONGEST or not _readable(word, table):
        return []
    ways: list[list[str]] = [[mark]] + [[] for _ in word]
    for start in range(len(word)):
        before = ways[start][:MOST]
        if not before:
            continue
        for end in range(start + 1, min(start + 6, len(word)) + 1):
            if heard := table.get(word[start:end]):
                ways[end] += [f"{way}-{syllable}" for way in before for syllable in heard]
    return ways[-1][:MOST]


@cache
def _forms() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _FORMS.split("\n"):
        names = line.split()
        for name in names:
            found.setdefault(name, []).append(names[0])
    return found


@cache
def _chinese() -> dict[str, tuple[str, ...]]:
    """Spelled syllable -> its pinyin, with one initial for those that Wade-Giles tells apart by an
    apostrophe, which nobody writes."""
    found: dict[str, tuple[str, ...]] = {}
    for (initial, heard), (final, usual) in product(_INITIALS.items(), _FINALS.items()):
        found[initial + final] = (heard + usual,)
    # i after y and u after w are written, not spoken; "o" after k and h is a mute e.
    for spelled, heard in {
        "yi": "yi", "i": "yi", "yen": "yan", "yan": "yan", "yu": "yu", "yueh": "yue",
        "yung": "yong",
        "ssu": "si", "szu": "si", "tzu": "zi", "ko": "ke", "ho": "he", "jen": "ren", "jo": "ruo",
        "lo": "luo", "to": "tuo", "no": "nuo", "so": "suo", "cho": "quo", "tso": "zuo", "erh": "er",
        "er": "er", "hsu": "su", "hsuan": "suan", "hsun": "sun", "hsueh": "sue", "hu": "hu",
    }.items():  # fmt: skip
        found[spelled] = (_coarse(heard),)
    for entry in _CANTONESE.replace("\n", "|").split("|"):
        spelled, *pinyin = entry.split() or [""]
        if spelled:
            others = [way for text in pinyin for way in found.get(text, ())]
            found[spelled] = tuple(dict.fromkeys([*found.get(spelled, ()), *others]))
    return {spelled: heard for spelled, heard in found.items() if heard}


def _coarse(pinyin: str) -> str:
    for size in (2, 1):
        if pinyin[:size] in _INITIALS and len(pinyin) > size:
            return _INITIALS[pinyin[:size]] + pinyin[size:]
    return pinyin


@cache
def _korean() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for (start, s), (vowel, v), (end, e) in product(
        _KOREAN_STARTS.items(), _KOREAN_VOWELS.items(), _KOREAN_ENDS.items()
    ):
        found[start + vowel + end] = (s + v + e,)
    for line in _KOREAN_FAMILIES.split("\n"):
        for name in line.split():
            first = found.get(line.split()[0], (line.split()[0],))
            found[name] = tuple(dict.fromkeys([*found.get(name, ()), *first]))
    return found
