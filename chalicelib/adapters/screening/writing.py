"""How a name in any script may be read in Latin letters: one or several readings.

A name in Han or Hangul is compared by its characters with names in the same script, and by its
reading with all others; two different characters that sound alike are not the same name.
"""

import re
from dataclasses import dataclass, field

from anyascii import anyascii

from chalicelib.adapters.screening import burmese, foreign
from chalicelib.adapters.screening.characters import repaired
from chalicelib.adapters.screening.folding import all_words, fold
from chalicelib.adapters.screening.unvowelled import consonants

# The source of a reading: letters, characters that are syllables, letters that form syllables, and
# letters without most vowels.
LATIN, SYLLABIC, BURMESE, UNVOWELLED = 0, 1, 2, 3
MOST_WORDS = 16  # of a name; the rest is ignored
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_KANA = re.compile("[\u3041-\u30ff]")
_SYLLABIC = re.compile("[\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_BURMESE = re.compile("[\u1000-\u109f]")
_BREAK = re.compile(r"[^\w]+")
# Family names of two characters.
_TWO_FIRST_NAMES = """
欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 皇甫 公孙 公孫 慕容 남궁 황보 제갈 선우
"""
_TWO_FIRST = frozenset(_TWO_FIRST_NAMES.split())
# Traditional characters of names -> the simplified ones.
_SIMPLE = str.maketrans(
    "張陳劉楊趙黃吳孫馬鄭謝韓馮葉鄧許鄒陸賈鍾鐘羅蘇盧蔣湯賴龔嚴莊賀閻喬譚萬顧"
    "孟錢孔魯韋羅蕭藍歐陽馬華國龍鳳慶麗榮輝偉強軍東興寶蘭貴義勝傑飛燕雲豐學澤"
    "潤濱銘錦鋒鑫靜韻順頌維綱純繼紅綺緯緒綿縱總績織詠詩誠諾謙賢賓贊達運遠適錄"
    "鎮長開閩陰隊雙雞難電靈",
    "张陈刘杨赵黄吴孙马郑谢韩冯叶邓许邹陆贾钟钟罗苏卢蒋汤赖龚严庄贺阎乔谭万顾"
    "孟钱孔鲁韦罗萧蓝欧阳马华国龙凤庆丽荣辉伟强军东兴宝兰贵义胜杰飞燕云丰学泽"
    "润滨铭锦锋鑫静韵顺颂维纲纯继红绮纬绪绵纵总绩织咏诗诚诺谦贤宾赞达运远适录"
    "镇长开闽阴队双鸡难电灵",
)
# Japanese family and given names, with their usual readings.
_JAPANESE_NAMES = """
佐藤:sato 鈴木:suzuki 高橋:takahashi 田中:tanaka 伊藤:ito 渡辺:watanabe 渡邊:watanabe
山本:yamamoto 中村:nakamura 小林:kobayashi 加藤:kato 吉田:yoshida 山田:yamada
佐々木:sasaki 山口:yamaguchi 松本:matsumoto 井上:inoue 木村:kimura 林:hayashi
斎藤:saito 斉藤:saito 清水:shimizu 山崎:yamazaki 森:mori 池田:ikeda 橋本:hashimoto
阿部:abe 安倍:abe 石川:ishikawa 山下:yamashita 中島:nakajima 石井:ishii 小川:ogawa
前田:maeda 岡田:okada 長谷川:hasegawa 藤田:fujita 後藤:goto 近藤:kondo 村上:murakami
遠藤:endo 青木:aoki 坂本:sakamoto 福田:fukuda 太田:ota 西村:nishimura 藤井:fujii
岡本:okamoto 金子:kaneko 藤原:fujiwara 三浦:miura 中野:nakano 原田:harada 松田:matsuda
竹内:takeuchi 小野:ono 中山:nakayama 石田:ishida 上田:ueda 森田:morita 柴田:shibata
酒井:sakai 工藤:kudo 横山:yokoyama 宮崎:miyazaki 内田:uchida 高木:takagi 安藤:ando
島田:shimada 谷口:taniguchi 大野:ono 丸山:maruyama 今井:imai 河野:kono 高田:takada
藤本:fujimoto 小島:kojima 村田:murata 武田:takeda 上野:ueno 杉山:sugiyama 増田:masuda
平野:hirano 菅原:sugawara 久保:kubo 千葉:chiba 松井:matsui 岩崎:iwasaki 高市:takaichi
岸田:kishida 菅:suga 麻生:aso 石破:ishiba 松原:matsubara 重信:shigenobu 岡崎:okazaki
太郎:taro 一郎:ichiro 次郎:jiro 二郎:jiro 三郎:saburo 健太:kenta 翔太:shota 大輔:daisuke
直樹:naoki 誠:makoto 浩:hiroshi 隆:takashi 和也:kazuya 拓也:takuya 亮:ryo
剛:tsuyoshi 学:manabu 健一:kenichi 健:ken 博:hiroshi 明:akira 清:kiyoshi
茂:shigeru 勇:isamu 実:minoru 修:osamu 進:susumu 晋三:shinzo 純一郎:junichiro
裕樹:yuki 大樹:daiki 陽子:yoko 恵子:keiko 幸子:sachiko 和子:kazuko 美咲:misaki 由美:yumi
智子:tomoko 裕子:yuko 明美:akemi 京子:kyoko 真由美:mayumi 愛:ai 舞:mai 花子:hanako
直子:naoko 久美子:kumiko 洋子:yoko 房子:fusako 早苗:sanae 正:tadashi 秀樹:hideki
英樹:hideki 洋一:yoichi 正男:masao 義男:yoshio 貴志:takashi 智也:tomoya 康夫:yasuo
"""
_JAPANESE = dict(pair.split(":") for pair in _JAPANESE_NAMES.split())
_KOREAN_STARTS = ("k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch",
                  "k", "t", "p", "h")  # fmt: skip
_KOREAN_VOWELS = ("a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u",
                  "wo", "we", "wi", "yu", "u", "ui", "i")  # fmt: skip
_KOREAN_ENDS = ("", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m",
                "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """Comparable words of a name. `source`: LATIN, SYLLABIC, BURMESE or UNVOWELLED; two SYLLABIC
    readings are not compared with each other, since the characters themselves are, and two
    UNVOWELLED ones by their letters. `consonants`: word -> its possible consonants, for words whose
    script writes few vowels."""

    words: tuple[str, ...]
    source: int = LATIN
    consonants: dict[str, tuple[str, ...]] = field(default_factory=dict)
    joined: str = ""
    """The whole name without blanks, particles included; "" if no word was dropped."""


def readings(name: str) -> list[Reading]:
    """Every way to read a name, the usual one first, of at most MOST_WORDS words each; empty if the
    name has nothing that can be compared."""
    plain = foreign.single_vowels(repaired(name))
    if plain.isascii():
        found = [_latin_reading(plain)]
    elif _SYLLABIC.search(plain):
        found = _syllabic(plain)
    elif _BURMESE.search(plain):
        found = [_latin_reading(burmese.romanised(plain), BURMESE)]
    else:
        found = [_latin_reading(plain)]
    found += _somali(plain)
    for other in map(_latin_reading, foreign.possible_originals(plain)):
        if all(other.words != reading.words for reading in found):
            found.append(other)
    return [reading for reading in found if reading.words]


def _latin_reading(name: str, source: int = LATIN) -> Reading:
    words = tuple(_trimmed(fold(name)))
    whole = "".join(all_words(name))
    told = consonants(name) if source == LATIN else {}
    if told:
        source = UNVOWELLED
    return Reading(words, source, told, whole if whole != "".join(words) else "")


def _trimmed(words: list[str]) -> list[str]:
    """Each word once, but initials as often as they occur; at most MOST_WORDS."""
    seen: set[str] = set()
    kept = []
    for word in words:
        if len(word) == 1 or word not in seen:
            kept.append(word)
            seen.add(word)
    return kept[:MOST_WORDS]


def _syllabic(name: str) -> list[Reading]:
    written, read, japanese = [], [], []
    for piece in filter(None, _BREAK.split(name)):
        if _KANA.search(piece) or not _SYLLABIC.search(piece):
            plain = fold(anyascii(piece))
            read += plain
            japanese += plain
            written.append(piece)
            continue
        words = _family_first(piece) if _BREAK.sub("", name) == piece else [piece]
        written += [word.translate(_SIMPLE) for word in words]
        read += [_latin(word) for word in words]
        japanese += _japanese(piece)
    found = [Reading(tuple(_trimmed(written)), LATIN), Reading(tuple(_trimmed(read)), SYLLABIC)]
    if _HAN.search(name) and len(japanese) > 1:
        found.append(Reading(tuple(_trimmed(japanese)), SYLLABIC))
    return found


def _family_first(name: str) -> list[str]:
    """A name without blanks, split into family and given name."""
    if not 2 <= len(name) <= 4:
        return [name]
    size = 2 if len(name) == 4 or (len(name) == 3 and name[:2] in _TWO_FIRST) else 1
    return [name[:size], name[size:]]


def _latin(word: str) -> str:
    if _HANGUL.search(word):
        return "".join(map(_korean, word))
    return anyascii(word).lower()


def _korean(syllable: str) -> str:
    place = ord(syllable) - 0xAC00
    if not 0 <= place < 11172:
        return anyascii(syllable).lower()
    start, rest = divmod(place, 588)
    return _KOREAN_STARTS[start] + _KOREAN_VOWELS[rest // 28] + _KOREAN_ENDS[rest % 28]


def _japanese(name: str) -> list[str]:
    """Family and given name in Latin letters, if both are known; else empty."""
    if name in _JAPANESE:
        return [_JAPANESE[name]]
    for size in (3, 2, 1):
        if name[:size] in _JAPANESE and name[size:] in _JAPANESE:
            return [_JAPANESE[name[:size]], _JAPANESE[name[size:]]]
    return []


_SOMALI = re.compile(r"(?i)\bc[aeiou]|x|([aeiou])\1")


def _somali(name: str) -> list[Reading]:
    """Somali writes x for a strong h, c for a pharyngeal consonant, and long vowels twice."""
    if len(set(m.lower() for m in _SOMALI.findall(name))) < 1 or not re.search(
        r"(?i)\bc[aeiou]|x[aeiou]", name
    ):
        return []
    plain = re.sub(r"(?i)x", "h", re.sub(r"(?i)\bc(?=[aeiou])", "", name))
    plain = re.sub(r"(?i)([aeiou])\1", r"\1", plain)
    return [Reading(tuple(_trimmed(fold(plain))))] if plain != name else []
