"""Italian: text messages and reasons."""

from chalicelib.domain.languages.words import Message, Words

WORDS = Words(
    code="{code} è il suo codice. Vale {minutes} minuti.",
    hand_off="Continui qui la sua verifica: {link} Vale {minutes} minuti.",
    sms={
        "verify-soon": "La sua verifica scade il {date}. Acceda per rinnovarla.",
        "verify-again": "La sua verifica non è più valida. Acceda per ripeterla.",
        "welcome": "La sua identità è verificata. Benvenuto!",
        "rejected": "Non abbiamo potuto verificare la sua identità. Acceda per sapere perché.",
        "timed-out": "La sua verifica è scaduta. Può ricominciare in qualsiasi momento.",
        "more-information-needed": "Ci serve ancora qualcosa da lei. Acceda per sapere che cosa.",
    },
    proof=Message(
        "È il suo indirizzo?",
        "{####} è il codice che prova che questo indirizzo è suo. "
        "Se non lo ha chiesto, ignori questo messaggio.",
    ),
    reset=Message(
        "Una nuova password",
        "{####} è il suo codice per una nuova password. Se non lo ha chiesto, lo ignori.",
    ),
    invitation=Message(
        "Il suo account",
        "Il suo nome per accedere: {username}. La sua password per un giorno: {####}",
    ),
    reasons={
        "age_unknown": "Non abbiamo potuto leggere la sua data di nascita.",
        "assistance_requested": "Ha chiesto che una persona guardi il suo caso.",
        "claim_missing": "Completi prima i suoi dati.",
        "data_mismatch": "I suoi dati differiscono da quelli del documento.",
        "document_expired": "Il documento è scaduto.",
        "document_not_accepted": "Non accettiamo questo tipo di documento.",
        "document_unreadable": "Non siamo riusciti a leggere il documento. Invii "
        "un’immagine più nitida.",
        "expiry_unknown": "Non abbiamo potuto leggere fino a quando è valido il suo documento.",
        "face_mismatch": "Non abbiamo potuto abbinare il suo volto alla foto del documento.",
        "level_raised": "Ora chiediamo più di quando l’abbiamo verificata. La preghiamo di "
        "verificare di nuovo la sua identità.",
        "liveness_failed": "Non abbiamo potuto confermare che lei fosse davanti alla fotocamera.",
        "not_confirmed": "Non abbiamo potuto confermare la sua identità da ciò che ha inviato.",
        "review_due": "È il momento di verificare di nuovo la sua identità.",
        "timed_out": "Non abbiamo ricevuto tutto in tempo. Può ricominciare in qualsiasi momento.",
        "under_age": "Non ha raggiunto l’età minima per questo servizio.",
    },
)
