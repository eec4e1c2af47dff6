"""Nobody learns from us that a list names them."""

from chalicelib.domain.notices import INTERNAL_ONLY, NEUTRAL, public_codes, public_text


def test_an_ordinary_reason_is_explained():
    assert public_text(("document_expired",)) == "Your document has expired."
    assert public_codes(("document_expired",)) == ("document_expired",)


def test_one_internal_reason_silences_all_others():
    for reason in INTERNAL_ONLY:
        assert public_text(("document_expired", reason)) == NEUTRAL
        assert public_codes(("document_expired", reason)) == ("not_confirmed",)


def test_an_unknown_reason_is_treated_as_internal():
    assert public_text(("something new",)) == NEUTRAL
