"""Polish: text messages and reasons."""

from chalicelib.domain.languages.words import Message, Words

WORDS = Words(
    code="{code} to Twój kod. Jest ważny {minutes} minut.",
    hand_off="Kontynuuj weryfikację tutaj: {link} Ważne {minutes} min.",
    sms={
        "verify-soon": "Twoja weryfikacja wygasa {date}. Zaloguj się, aby ją odnowić.",
        "verify-again": "Twoja weryfikacja straciła ważność. Zaloguj się, aby ją powtórzyć.",
        "welcome": "Twoja tożsamość jest potwierdzona. Witamy!",
        "rejected": "Nie udało się potwierdzić Twojej tożsamości. Zaloguj się, "
        "aby zobaczyć dlaczego.",
        "timed-out": "Weryfikacja wygasła. Możesz zacząć od nowa w każdej chwili.",
        "more-information-needed": "Potrzebujemy od Ciebie czegoś jeszcze. Zaloguj się, aby "
        "zobaczyć, czego.",
    },
    proof=Message(
        "Czy to Twój adres?",
        "{####} to kod, który potwierdza, że ten adres należy do Ciebie. "
        "Jeśli to nie Twoja prośba, zignoruj tę wiadomość.",
    ),
    reset=Message(
        "Nowe hasło", "{####} to Twój kod do nowego hasła. Jeśli to nie Twoja prośba, zignoruj go."
    ),
    invitation=Message(
        "Twoje konto", "Nazwa do logowania: {username}. Hasło na jeden dzień: {####}"
    ),
    reasons={
        "age_unknown": "Nie udało się odczytać Twojej daty urodzenia.",
        "assistance_requested": "Poprosiłeś lub poprosiłaś, aby sprawie przyjrzał się człowiek.",
        "claim_missing": "Najpierw uzupełnij swoje dane.",
        "data_mismatch": "Podane dane różnią się od danych w dokumencie.",
        "document_expired": "Twój dokument stracił ważność.",
        "document_not_accepted": "Nie przyjmujemy tego rodzaju dokumentu.",
        "document_unreadable": "Nie udało się odczytać dokumentu. Wyślij ostrzejsze zdjęcie.",
        "expiry_unknown": "Nie udało się odczytać, do kiedy ważny jest Twój dokument.",
        "face_mismatch": "Nie udało się dopasować Twojej twarzy do zdjęcia w dokumencie.",
        "level_raised": "Wymagamy dziś więcej niż w chwili weryfikacji. Prosimy zweryfikować "
        "tożsamość ponownie.",
        "liveness_failed": "Nie udało się potwierdzić, że to Ty jesteś przed kamerą.",
        "not_confirmed": "Nie udało się potwierdzić tożsamości na podstawie tego, co wysłano.",
        "review_due": "Nadszedł czas, aby ponownie zweryfikować tożsamość.",
        "timed_out": "Nie wszystko dotarło na czas. Możesz zacząć od nowa w każdej chwili.",
        "under_age": "Nie masz jeszcze wymaganego wieku dla tej usługi.",
    },
)
