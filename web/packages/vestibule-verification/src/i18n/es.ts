/** Spanish. */
import type { Base } from './en.js';

export const messages: Base = {
  'stepper.label': 'Progreso',
  'stepper.document': 'Documento',
  'stepper.liveness': 'Rostro',
  'stepper.result': 'Resultado',
  'stepper.position': 'Paso {n} de {total}: {name}',

  'intro.title': 'Confirmemos que es usted',
  'intro.lead': 'Necesita su documento y una cámara. Dura unos dos minutos.',
  'intro.choose': '¿Qué documento va a usar?',
  'intro.begin': 'Empezar',
  'intro.privacy':
    'Sus imágenes se cifran, se usan solo para confirmar su identidad y después se borran.',
  'intro.received': 'Su primera imagen ha llegado. Elija su documento para continuar.',
  'intro.again': 'Lo que falló la última vez:',

  'type.passport': 'Pasaporte',
  'type.identity_card': 'Documento de identidad',
  'type.driving_licence': 'Permiso de conducir',
  'type.residence_permit': 'Permiso de residencia',

  'net.lost': 'Sin conexión. Seguimos intentándolo…',

  'part.loading': 'Un momento…',

  'processing.title': 'Comprobando…',
  'processing.lead': 'Normalmente tarda menos de un minuto. Puede dejar esta página abierta.',

  'result.approved.title': 'Su identidad está confirmada',
  'result.approved.lead': 'Gracias. Todo está confirmado.',
  'result.review.title': 'Lo estamos mirando con más detalle',
  'result.review.lead': 'Una persona revisa sus documentos. Le avisaremos en cuanto esté decidido.',
  'result.resubmit.title': 'Necesitamos una imagen más',
  'result.rejected.title': 'No pudimos confirmar su identidad',
  'result.expired.title': 'Esta comprobación ha caducado',
  'result.expired.lead': 'No llegó todo a tiempo. Puede empezar de nuevo cuando quiera.',
  'result.error.title': 'Algo ha fallado por nuestra parte',
  'result.error.lead': 'No se ha perdido nada de lo que envió. Inténtelo de nuevo más tarde.',
  'result.restart': 'Empezar de nuevo',

  'reason.document_unreadable': 'No pudimos leer su documento. Envíe una imagen más nítida.',
  'reason.data_mismatch': 'Sus datos difieren de los de su documento.',
  'reason.document_expired': 'Su documento ha caducado.',
  'reason.under_age': 'No ha alcanzado la edad mínima para este servicio.',
  'reason.liveness_failed': 'No pudimos confirmar los movimientos que pedimos.',
  'reason.face_mismatch': 'No pudimos relacionar su rostro con la foto de su documento.',
  'reason.document_not_accepted': 'No aceptamos este tipo de documento.',
  'reason.age_unknown': 'No hemos podido leer su fecha de nacimiento.',
  'reason.expiry_unknown': 'No hemos podido leer hasta cuándo es válido su documento.',
  'reason.claim_missing': 'Complete primero sus datos.',
  'reason.assistance_requested': 'Ha pedido que una persona mire su caso.',
  'reason.level_raised':
    'Ahora pedimos más que cuando verificamos su identidad. Por favor, verifíquela de nuevo.',
  'reason.review_due': 'Es momento de verificar de nuevo su identidad.',
  'reason.timed_out': 'No hemos recibido todo a tiempo. Puede empezar de nuevo cuando quiera.',
  'reason.not_confirmed': 'No pudimos confirmar su identidad con lo que envió.',

  'handoff.open': 'Continuar en su teléfono',
  'handoff.title': 'Continuar en su teléfono',
  'handoff.lead': 'Escanee el código con la cámara de su teléfono o copie el enlace.',
  'handoff.qr': 'Código QR con el enlace',
  'handoff.copy': 'Copiar el enlace',
  'handoff.copied': 'Enlace copiado.',
  'handoff.waiting': 'Esperando a su teléfono…',
  'handoff.here': 'Continuar aquí',

  'action.back': 'Atrás',
  'action.cancel': 'Cancelar',
  'action.retry': 'Intentar de nuevo',

  'error.camera_denied':
    'La cámara está bloqueada. Permítala en la barra de direcciones del navegador e inténtelo de nuevo.',
  'error.camera_missing': 'No se encontró ninguna cámara. Conecte una o continúe en su teléfono.',
  'error.camera_busy': 'Otro programa está usando la cámara. Ciérrelo e inténtelo de nuevo.',
  'error.camera_insecure': 'La cámara solo funciona en una página segura (https).',
  'error.camera_interrupted': 'La cámara se interrumpió. Empiece de nuevo.',
  'error.file_type': 'Elija una imagen, por ejemplo JPEG, PNG o HEIC.',
  'error.file_too_large': 'Esta imagen es demasiado grande. El límite es de {mb} MB.',
  'error.file_empty': 'Este archivo está vacío.',
  'error.file_unreadable': 'Esta imagen no se puede abrir.',
  'error.network_failed': 'Sin conexión. Compruebe su red e inténtelo de nuevo.',
  'error.network_timeout': 'La conexión es demasiado lenta. Inténtelo de nuevo.',
  'error.upload_failed': 'La imagen no llegó. Inténtelo de nuevo.',
  'error.not_signed_in': 'Su sesión está cerrada. Inicie sesión y continúe aquí.',
  'error.session_expired': 'El tiempo de este paso ha terminado. Empiécelo de nuevo.',
  'error.session_used': 'Este paso ya se usó. Empiécelo de nuevo.',
  'error.liveness_locked': 'Demasiados intentos. Espere media hora.',
  'error.rate_limited': 'Demasiadas solicitudes. Espere un momento.',
  'error.request_refused': 'Esto no se ha aceptado. Inténtelo de nuevo.',
  'error.server_error': 'Algo ha fallado por nuestra parte. Inténtelo de nuevo.',
  'error.result_timeout': 'La comprobación sigue en marcha. Le avisaremos cuando termine.',
  'error.not_configured': 'Esta página no está bien configurada.',
  'error.file_heic':
    'Este navegador no puede abrir imágenes HEIC. Guárdela como JPEG o use su teléfono.',
  'error.face_not_seen': 'No hemos visto ninguna cara. Busque más luz e inténtelo de nuevo.',
};
