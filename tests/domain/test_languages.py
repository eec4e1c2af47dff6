"""Every language says everything: text messages, reasons, mails."""

import json
import math
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from chalicelib.domain.languages import LANGUAGES, language_of, pool, reasons_in, words_in
from chalicelib.domain.languages.letter import PLACES
from chalicelib.domain.verifications.notices import NEUTRAL, REASONS
from chalicelib.services.consequences.applicant import SOON, TOLD

ROOT = Path(__file__).parents[2]
MAILS = ROOT / "infra/modules/messages/words"
SITE = ROOT / "web/app/src/words"
#: The plain alphabet of text messages (3GPP TS 23.038); anything else makes 70 letters a part.
PLAIN = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
languages = pytest.mark.parametrize("language", sorted(LANGUAGES))


def parts(text: str) -> int:
    plain = set(text) <= PLAIN
    one, several = (160, 153) if plain else (70, 67)
    return 1 if len(text) <= one else math.ceil(len(text) / several)


def mails(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((MAILS / f"{language}.json").read_text("utf-8"))["mails"]
    return found


def test_the_site_the_messages_and_the_mails_speak_the_same_languages() -> None:
    site = {path.stem for path in SITE.glob("*.ts")} - {"index"}
    assert set(LANGUAGES) == site == {path.stem for path in MAILS.glob("*.json")}


@languages
def test_every_text_message_is_there_and_paid_as_few(language: str) -> None:
    words = LANGUAGES[language]
    assert set(words.sms) == {*TOLD.values(), SOON, "timed-out"}
    named = {field for _, field, _, _ in Formatter().parse(words.code) if field}
    assert named == {"code", "minutes"}
    named = {field for _, field, _, _ in Formatter().parse(words.hand_off) if field}
    assert named == {"link", "minutes"}
    link = f"https://verify.company.example/verify.html#vl_{'0' * 32}_{'A' * 43}"
    assert parts(words.hand_off.format(link=link, minutes=30)) <= 3
    code = words.code.format(code="123456", minutes=10)
    assert parts(code) == 1, "the message that is sent most costs one part"
    assert [name for name, text in words.sms.items() if parts(text) > 2] == []


@languages
def test_every_reason_that_may_be_told_is_said(language: str) -> None:
    told = {code for code, text in REASONS.items() if text != NEUTRAL} | {"not_confirmed"}
    assert set(LANGUAGES[language].reasons) == told


@languages
def test_every_mail_is_there_and_whole(language: str) -> None:
    written = mails(language)
    assert set(written) == set(PLACES)
    for name, mail in written.items():
        assert set(mail) == {"subject", "before", "action", "after"}, name
        assert all(text.strip() == text and text for text in mail.values()), name
        assert not any(re.search(r"[{}$%<>]", text) for text in mail.values()), name


@languages
def test_what_the_user_pool_sends_is_whole_and_within_its_limits(language: str) -> None:
    for source in (*pool.PROOFS, pool.RESET, pool.INVITATION):
        said = pool.message(source, language)
        assert set(said) == {"emailSubject", "emailMessage", "smsMessage"}
        wanted = {"####", "username"} if source == pool.INVITATION else {"####"}
        named = {field for _, field, _, _ in Formatter().parse(said["emailMessage"]) if field}
        assert named == wanted, source
        assert said["emailSubject"].strip() and len(said["emailSubject"]) <= 140
        assert len(said["smsMessage"]) <= 140, "Cognito sends no more"
    assert pool.message("CustomMessage_Authentication", language) == {}


@languages
def test_nothing_is_left_in_english(language: str) -> None:
    if language == "en":
        return
    words, english = LANGUAGES[language], LANGUAGES["en"]
    assert words.code != english.code
    assert words.hand_off != english.hand_off
    assert not {*words.sms.values()} & {*english.sms.values()}
    assert not {*words.reasons.values()} & {*english.reasons.values()}
    for name in ("proof", "reset", "invitation"):
        said, meant = getattr(words, name), getattr(english, name)
        assert said.subject != meant.subject and said.text != meant.text
    for name, mail in mails(language).items():
        assert not {*mail.values()} & {*mails("en")[name].values()}, name


@languages
def test_what_nobody_may_know_has_the_neutral_sentence(language: str) -> None:
    neutral = words_in(language).reasons["not_confirmed"]
    for hidden in ("watchlist_match", "duplicate_person", "nobody_has_heard_of_this"):
        assert reasons_in(language, (hidden,)) == neutral
        assert reasons_in(language, (hidden, "document_expired")) == neutral


@pytest.mark.parametrize(
    ("tag", "language"),
    [("de", "de"), ("de-AT", "de"), ("pt-BR", "en"), ("AR_eg", "ar"), ("", "en"), ("zz", "en")],
)
def test_a_tag_finds_its_language_or_english(tag: str, language: str) -> None:
    assert language_of(tag) == language


def test_the_element_says_every_reason_that_may_be_told() -> None:
    words = (ROOT / "web/packages/vestibule-verification/src/i18n/en.ts").read_text("utf-8")
    said = set(re.findall(r"'reason\.([a-z_]+)'", words))
    told = {code for code, text in REASONS.items() if text != NEUTRAL} | {"not_confirmed"}
    assert said == told
