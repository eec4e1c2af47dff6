"""German: text messages and reasons."""

from chalicelib.domain.languages.words import Message, Words

WORDS = Words(
    code="{code} ist Ihr Code. Er gilt {minutes} Minuten.",
    hand_off="Setzen Sie Ihre Verifizierung hier fort: {link} {minutes} Minuten gültig.",
    sms={
        "verify-soon": "Ihre Bestätigung läuft am {date} ab. Melden Sie sich an, um sie zu "
        "erneuern.",
        "verify-again": "Ihre Bestätigung ist abgelaufen. Melden Sie sich an, um sie zu erneuern.",
        "welcome": "Ihre Identität ist bestätigt. Willkommen!",
        "rejected": "Wir konnten Ihre Identität nicht bestätigen. Melden Sie "
        "sich an, um zu sehen, warum.",
        "timed-out": "Ihre Verifizierung ist abgelaufen. Sie können jederzeit neu beginnen.",
        "more-information-needed": "Wir brauchen noch etwas von Ihnen. Melden Sie sich an, um "
        "zu sehen, was.",
    },
    proof=Message(
        "Ist das Ihre Adresse?",
        "{####} ist der Code, der zeigt, dass diese Adresse Ihnen gehört. "
        "Wenn Sie ihn nicht angefordert haben, ignorieren Sie diese Nachricht.",
    ),
    reset=Message(
        "Ein neues Passwort",
        "{####} ist Ihr Code für ein neues Passwort. Nicht angefordert? Dann ignorieren Sie ihn.",
    ),
    invitation=Message(
        "Ihr Konto", "Ihr Name zum Anmelden: {username}. Ihr Passwort für einen Tag: {####}"
    ),
    reasons={
        "age_unknown": "Wir konnten Ihr Geburtsdatum nicht lesen.",
        "assistance_requested": "Sie haben darum gebeten, dass ein Mensch Ihren Fall ansieht.",
        "claim_missing": "Bitte vervollständigen Sie zuerst Ihre Angaben.",
        "data_mismatch": "Ihre Angaben weichen von Ihrem Dokument ab.",
        "document_expired": "Ihr Dokument ist abgelaufen.",
        "document_not_accepted": "Diese Art von Dokument nehmen wir nicht an.",
        "document_unreadable": "Wir konnten Ihr Dokument nicht lesen. Bitte senden Sie ein "
        "schärferes Bild.",
        "expiry_unknown": "Wir konnten nicht lesen, bis wann Ihr Dokument gilt.",
        "face_mismatch": "Wir konnten Ihr Gesicht nicht dem Bild auf Ihrem Dokument zuordnen.",
        "level_raised": "Wir verlangen heute mehr als bei Ihrer Bestätigung. Bitte bestätigen "
        "Sie Ihre Identität noch einmal.",
        "liveness_failed": "Wir konnten nicht bestätigen, dass Sie vor der Kamera waren.",
        "not_confirmed": "Wir konnten Ihre Identität aus dem, was Sie gesendet haben, "
        "nicht bestätigen.",
        "review_due": "Es ist Zeit, Ihre Identität noch einmal zu bestätigen.",
        "timed_out": "Nicht alles kam rechtzeitig. Sie können jederzeit neu beginnen.",
        "under_age": "Sie haben das Mindestalter für diesen Dienst nicht erreicht.",
    },
)
