"""Spanish: text messages and reasons."""

from chalicelib.domain.languages.words import Message, Words

WORDS = Words(
    code="{code} es su código. Vale {minutes} minutos.",
    hand_off="Siga aquí con su verificación: {link} Vale {minutes} minutos.",
    sms={
        "verify-soon": "Su verificación caduca el {date}. Inicie sesión para renovarla.",
        "verify-again": "Su verificación ya no es válida. Inicie sesión para repetirla.",
        "welcome": "Su identidad está verificada. ¡Le damos la bienvenida!",
        "rejected": "No hemos podido verificar su identidad. Inicie sesión para ver por qué.",
        "timed-out": "Su verificación ha caducado. Puede empezar de nuevo cuando quiera.",
        "more-information-needed": "Necesitamos algo más de usted. Inicie sesión para ver qué es.",
    },
    proof=Message(
        "¿Es esta su dirección?",
        "{####} es el código que demuestra que esta dirección es suya. "
        "Si no lo ha pedido, ignore este mensaje.",
    ),
    reset=Message(
        "Una nueva contraseña",
        "{####} es su código para una nueva contraseña. Si no lo ha pedido, ignórelo.",
    ),
    invitation=Message(
        "Su cuenta", "Su nombre para entrar: {username}. Su contraseña por un día: {####}"
    ),
    reasons={
        "age_unknown": "No hemos podido leer su fecha de nacimiento.",
        "assistance_requested": "Ha pedido que una persona mire su caso.",
        "claim_missing": "Complete primero sus datos.",
        "data_mismatch": "Sus datos difieren de los de su documento.",
        "document_expired": "Su documento ha caducado.",
        "document_not_accepted": "No aceptamos este tipo de documento.",
        "document_unreadable": "No pudimos leer su documento. Envíe una imagen más nítida.",
        "expiry_unknown": "No hemos podido leer hasta cuándo es válido su documento.",
        "face_mismatch": "No pudimos relacionar su rostro con la foto de su documento.",
        "level_raised": "Ahora pedimos más que cuando verificamos su identidad. Por favor, "
        "verifíquela de nuevo.",
        "liveness_failed": "No pudimos confirmar que usted estaba ante la cámara.",
        "not_confirmed": "No pudimos confirmar su identidad con lo que envió.",
        "review_due": "Es momento de verificar de nuevo su identidad.",
        "timed_out": "No hemos recibido todo a tiempo. Puede empezar de nuevo cuando quiera.",
        "under_age": "No ha alcanzado la edad mínima para este servicio.",
    },
)
