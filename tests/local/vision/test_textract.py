"""Drawn documents are read right, in Textract's shapes, with Textract's errors."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import numpy as np
import pytest
from PIL import Image

from chalicelib.adapters.aws.vision import TextractReader
from chalicelib.domain.documents.document import Claim, extract, same_name
from local.pictures import Person, document, face
from local.vision import ocr
from local.vision.blocks import Page
from local.vision.ocr import Line
from local.vision.protocol import decoded

TODAY = date(2026, 11, 21)
# OCR of one picture is remembered, so tests that only need some document take one of CASES.
HOLDERS = {
    "en": Person("Anna", "Demosthenous", "1991-03-14", "GRC"),
    "de": Person("Jürgen Tobias", "Großkreutz", "1979-12-03", "D", sex="M", language="de"),
    "fr": Person("Maëlle", "Lefèvre", "2000-02-29", "FRA", language="fr"),
    "es": Person("Íñigo", "Nuñez Cañada", "1965-07-30", "ESP", sex="M", language="es"),
    "it": Person("Niccolò", "Dell'Acqua", "1988-11-11", "ITA", sex="M", language="it"),
    "pl": Person("Małgorzata", "Wiśniewska", "1999-01-05", "POL", language="pl"),
}
CASES = [
    (kind, labels, level, language)
    for kind, labels, level, language in (
        ("id_card", "beside", 0, "en"),
        ("id_card", "above", 0, "de"),
        ("id_card", "beside", 1, "fr"),
        ("id_card", "above", 1, "es"),
        ("id_card", "beside", 2, "it"),
        ("id_card", "above", 2, "pl"),
        ("driving_licence", "beside", 1, "de"),
        ("driving_licence", "above", 2, "it"),
        ("td3", "beside", 0, "pl"),
        ("td3", "above", 1, "en"),
        ("td3", "beside", 2, "es"),
        ("td1", "above", 0, "fr"),
        ("td1", "above", 2, "de"),
    )
]


@pytest.mark.parametrize(("kind", "labels", "level", "language"), CASES)
def test_name_birth_date_and_number_are_read(
    textract: Any, shelf: dict[str, bytes], kind: Any, labels: Any, level: int, language: str
) -> None:
    person = HOLDERS[language]
    shelf["docs/id.jpg"] = document(kind, person, face("astronaut"), 11, level, labels)
    answer = TextractReader(textract).analyze("docs", "id.jpg")
    found = extract({"front": answer}, None, TODAY)
    assert found.missing == ()
    assert same_name(found.value("name"), person.full_name), found.value("name")
    assert found.value("dateOfBirth") == person.birth_date
    assert found.value("documentNumber") == person.document_number
    if kind in ("td1", "td3"):
        assert found.mrz_valid


def test_another_person_s_profile_differs(textract: Any, shelf: dict[str, bytes]) -> None:
    shelf["docs/id.jpg"] = document("td3", HOLDERS["en"], face("astronaut"), 11, 1, "above")
    answer = TextractReader(textract).analyze("docs", "id.jpg")
    found = extract({"front": answer}, Claim("Nora Otherwise", "1990-01-01", "FRA"), TODAY)
    assert set(found.differences) == {
        "name:profile",
        "dateOfBirth:profile",
        "nationality:profile",
    }


def test_blocks_refer_to_each_other_as_textract_s_do(textract: Any) -> None:
    picture = document("id_card", HOLDERS["en"], face("astronaut"), 11, labels="beside")
    answer = textract.analyze_document(Document={"Bytes": picture}, FeatureTypes=["FORMS"])
    blocks = {block["Id"]: block for block in answer["Blocks"]}
    assert answer["DocumentMetadata"] == {"Pages": 1}
    assert answer["Blocks"][0]["BlockType"] == "PAGE"
    on_page = answer["Blocks"][0]["Relationships"][0]["Ids"]
    assert {blocks[i]["BlockType"] for i in on_page} == {"LINE", "KEY_VALUE_SET"}
    for block in answer["Blocks"]:
        box = block["Geometry"]["BoundingBox"]
        assert 0 <= box["Left"] <= box["Left"] + box["Width"] <= 1.0001
        assert 0 <= box["Top"] <= box["Top"] + box["Height"] <= 1.0001
        for relation in block.get("Relationships", ()):
            assert set(relation["Ids"]) <= set(blocks)
        if block.get("EntityTypes") == ["KEY"]:
            values = [r for r in block["Relationships"] if r["Type"] == "VALUE"]
            assert [blocks[i]["EntityTypes"] for i in values[0]["Ids"]] == [["VALUE"]]


def test_text_alone_has_no_pairs(textract: Any) -> None:
    picture = document("id_card", HOLDERS["en"], face("astronaut"), 11, labels="beside")
    answer = textract.detect_document_text(Document={"Bytes": picture})
    assert {block["BlockType"] for block in answer["Blocks"]} == {"PAGE", "LINE", "WORD"}
    assert "IDENTITY CARD" in {block.get("Text") for block in answer["Blocks"]}


def test_analyze_id_normalises_dates(textract: Any) -> None:
    person = HOLDERS["en"]
    picture = document("td3", person, face("astronaut"), 11, 1, "above")
    answer = textract.analyze_id(DocumentPages=[{"Bytes": picture}])
    fields = {
        field["Type"]["Text"]: field["ValueDetection"]
        for field in answer["IdentityDocuments"][0]["IdentityDocumentFields"]
    }
    assert fields["LAST_NAME"]["Text"] == "DEMOSTHENOUS"
    assert fields["FIRST_NAME"]["Text"] == "Anna"
    assert fields["DATE_OF_BIRTH"]["NormalizedValue"]["Value"] == "1991-03-14T00:00:00"
    assert fields["VETERAN"]["Text"] == ""
    assert fields["MRZ_CODE"]["Text"].startswith("P<GRCDEMOSTHENOUS<<ANNA")


def test_a_blank_picture_has_a_page_and_nothing_else(textract: Any) -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "PNG")
    answer = textract.analyze_document(
        Document={"Bytes": out.getvalue()}, FeatureTypes=["FORMS", "TABLES"]
    )
    assert [block["BlockType"] for block in answer["Blocks"]] == ["PAGE"]


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ({"Bytes": b"%PDF-1.7 nothing"}, "UnsupportedDocumentException"),
        ({"Bytes": b"\xff\xd8\xff\xe0 cut short"}, "BadDocumentException"),
        ({"Bytes": b"\xff\xd8\xff" + bytes(10 * 1024 * 1024)}, "DocumentTooLargeException"),
        ({"S3Object": {"Bucket": "bbb", "Name": "gone.jpg"}}, "InvalidS3ObjectException"),
        ({}, "InvalidParameterException"),
    ],
)
def test_refusals_are_textract_s_exceptions(
    textract: Any, place: dict[str, Any], error: str
) -> None:
    with pytest.raises(getattr(textract.exceptions, error)):
        textract.analyze_document(Document=place, FeatureTypes=["FORMS"])


def test_an_unknown_feature_is_refused(textract: Any) -> None:
    with pytest.raises(textract.exceptions.InvalidParameterException):
        textract.analyze_document(Document={"Bytes": b"x"}, FeatureTypes=["MAGIC"])


def test_a_word_is_as_sure_as_its_least_sure_character() -> None:
    corners = np.array([[0, 0], [90, 0], [90, 10], [0, 10]], float)
    line = Line("AB 12345", 97.0, corners, (99.0, 61.0, 98.0, *[99.0] * 5))
    picture = np.zeros((20, 100, 3), np.uint8)
    blocks = Page(picture, [line]).blocks()
    words = {b["Text"]: b["Confidence"] for b in blocks if b["BlockType"] == "WORD"}
    assert words == {"AB": 61.0, "12345": 97.0}
    assert [b["Confidence"] for b in blocks if b["BlockType"] == "LINE"] == [97.0]


def test_the_engine_says_how_sure_each_character_is() -> None:
    read = ocr.lines(
        decoded(document("id_card", HOLDERS["en"], face("astronaut"), 11, 0, "beside"))
    )
    assert len(read) > 5
    for line in read:
        assert len(line.letters) == len(line.text)
        assert line.weakest(0, len(line.text)) <= line.trust + 0.01
