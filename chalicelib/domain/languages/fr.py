"""French: text messages and reasons."""

from chalicelib.domain.languages.words import Message, Words

WORDS = Words(
    code="{code} est votre code. Il est valable {minutes} minutes.",
    hand_off="Continuez votre vérification ici : {link} Valable {minutes} minutes.",
    sms={
        "verify-soon": "Votre vérification expire le {date}. Connectez-vous pour la renouveler.",
        "verify-again": "Votre vérification n'est plus valable. Connectez-vous pour la refaire.",
        "welcome": "Votre identité est vérifiée. Bienvenue !",
        "rejected": "Nous n’avons pas pu vérifier votre identité. Connectez-vous "
        "pour savoir pourquoi.",
        "timed-out": "Votre vérification a expiré. Vous pouvez recommencer à tout moment.",
        "more-information-needed": "Il nous manque quelque chose. Connectez-vous pour savoir quoi.",
    },
    proof=Message(
        "Est-ce bien votre adresse ?",
        "{####} est le code qui prouve que cette adresse est la vôtre. "
        "Si vous ne l’avez pas demandé, ignorez ce message.",
    ),
    reset=Message(
        "Un nouveau mot de passe",
        "{####} est votre code pour un nouveau mot de passe. Pas demandé ? Ignorez-le.",
    ),
    invitation=Message(
        "Votre compte",
        "Votre nom de connexion : {username}. Votre mot de passe pour un jour : {####}",
    ),
    reasons={
        "age_unknown": "Nous n’avons pas pu lire votre date de naissance.",
        "assistance_requested": "Vous avez demandé qu’une personne examine votre dossier.",
        "claim_missing": "Veuillez d’abord compléter vos informations.",
        "data_mismatch": "Vos indications diffèrent de celles de votre document.",
        "document_expired": "Votre document a expiré.",
        "document_not_accepted": "Nous n’acceptons pas ce type de document.",
        "document_unreadable": "Nous n’avons pas pu lire votre document. Veuillez envoyer "
        "une image plus nette.",
        "expiry_unknown": "Nous n’avons pas pu lire la date de validité de votre document.",
        "face_mismatch": "Nous n’avons pas pu associer votre visage à la photo de votre document.",
        "level_raised": "Nous demandons davantage qu’au moment de votre vérification. Veuillez "
        "vérifier à nouveau votre identité.",
        "liveness_failed": "Nous n’avons pas pu confirmer que vous étiez devant la caméra.",
        "not_confirmed": "Nous n’avons pas pu confirmer votre identité avec ce que "
        "vous avez envoyé.",
        "review_due": "Il est temps de vérifier à nouveau votre identité.",
        "timed_out": "Nous n’avons pas tout reçu à temps. Vous pouvez recommencer à tout moment.",
        "under_age": "Vous n’avez pas l’âge minimum pour ce service.",
    },
)
