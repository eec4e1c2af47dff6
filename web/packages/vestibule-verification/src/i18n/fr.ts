/** French. */
import type { Base } from './en.js';

export const messages: Base = {
  'stepper.label': 'Progression',
  'stepper.document': 'Document',
  'stepper.liveness': 'Visage',
  'stepper.result': 'Résultat',
  'stepper.position': 'Étape {n} sur {total} : {name}',

  'mode.test': 'Test : rien ici n’est réel.',
  'intro.title': 'Confirmons que c’est bien vous',
  'intro.lead': 'Il vous faut votre document et une caméra. Cela prend environ deux minutes.',
  'intro.choose': 'Quel document allez-vous utiliser ?',
  'intro.begin': 'Commencer',
  'intro.privacy':
    'Vos images sont chiffrées, servent uniquement à confirmer votre identité, puis sont supprimées.',
  'intro.received': 'Votre première image est arrivée. Choisissez votre document pour continuer.',
  'intro.again': 'Ce qui n’a pas été la dernière fois :',

  'type.passport': 'Passeport',
  'type.identity_card': 'Carte d’identité',
  'type.driving_licence': 'Permis de conduire',
  'type.residence_permit': 'Titre de séjour',

  'net.lost': 'Pas de connexion. Nous continuons d’essayer…',

  'part.loading': 'Un instant…',

  'processing.title': 'Vérification…',
  'processing.lead':
    'Cela prend en général moins d’une minute. Vous pouvez laisser cette page ouverte.',

  'result.approved.title': 'Votre identité est confirmée',
  'result.approved.lead': 'Merci. Tout est confirmé.',
  'result.review.title': 'Nous regardons de plus près',
  'result.review.lead':
    'Une personne vérifie vos documents. Nous vous préviendrons dès que ce sera décidé.',
  'result.resubmit.title': 'Il nous faut encore une image',
  'result.rejected.title': 'Nous n’avons pas pu confirmer votre identité',
  'result.expired.title': 'Cette vérification a expiré',
  'result.expired.lead': 'Tout n’est pas arrivé à temps. Vous pouvez recommencer à tout moment.',
  'result.error.title': 'Un problème est survenu de notre côté',
  'result.error.lead': 'Rien de ce que vous avez envoyé n’est perdu. Veuillez réessayer plus tard.',
  'result.restart': 'Recommencer',

  'reason.document_unreadable':
    'Nous n’avons pas pu lire votre document. Veuillez envoyer une image plus nette.',
  'reason.data_mismatch': 'Vos indications diffèrent de celles de votre document.',
  'reason.document_expired': 'Votre document a expiré.',
  'reason.under_age': 'Vous n’avez pas l’âge minimum pour ce service.',
  'reason.liveness_failed': 'Nous n’avons pas pu confirmer que vous étiez devant la caméra.',
  'reason.face_mismatch': 'Nous n’avons pas pu associer votre visage à la photo de votre document.',
  'reason.document_not_accepted': 'Nous n’acceptons pas ce type de document.',
  'reason.age_unknown': 'Nous n’avons pas pu lire votre date de naissance.',
  'reason.expiry_unknown': 'Nous n’avons pas pu lire la date de validité de votre document.',
  'reason.claim_missing': 'Veuillez d’abord compléter vos informations.',
  'reason.assistance_requested': 'Vous avez demandé qu’une personne examine votre dossier.',
  'reason.level_raised':
    'Nous demandons davantage qu’au moment de votre vérification. Veuillez vérifier à nouveau votre identité.',
  'reason.review_due': 'Il est temps de vérifier à nouveau votre identité.',
  'reason.timed_out': 'Nous n’avons pas tout reçu à temps. Vous pouvez recommencer à tout moment.',
  'reason.not_confirmed':
    'Nous n’avons pas pu confirmer votre identité avec ce que vous avez envoyé.',

  'handoff.open': 'Continuer sur votre téléphone',
  'handoff.title': 'Continuer sur votre téléphone',
  'handoff.lead': 'Scannez le code avec l’appareil photo de votre téléphone ou copiez le lien.',
  'handoff.qr': 'Code QR avec le lien',
  'handoff.copy': 'Copier le lien',
  'handoff.copied': 'Lien copié.',
  'handoff.waiting': 'En attente de votre téléphone…',
  'handoff.here': 'Continuer plutôt ici',

  'action.back': 'Retour',
  'action.cancel': 'Annuler',
  'action.retry': 'Réessayer',

  'error.camera_denied':
    'La caméra est bloquée. Autorisez-la dans la barre d’adresse de votre navigateur, puis réessayez.',
  'error.camera_missing':
    'Aucune caméra trouvée. Branchez-en une ou continuez sur votre téléphone.',
  'error.camera_busy': 'Un autre programme utilise la caméra. Fermez-le, puis réessayez.',
  'error.camera_insecure': 'La caméra ne fonctionne que sur une page sécurisée (https).',
  'error.camera_interrupted': 'La caméra a été interrompue. Veuillez recommencer.',
  'error.file_type': 'Choisissez une image, par exemple JPEG, PNG ou HEIC.',
  'error.file_too_large': 'Cette image est trop lourde. La limite est de {mb} Mo.',
  'error.file_empty': 'Ce fichier est vide.',
  'error.file_unreadable': 'Cette image ne peut pas être ouverte.',
  'error.network_failed': 'Pas de connexion. Vérifiez votre réseau, puis réessayez.',
  'error.network_timeout': 'La connexion est trop lente. Veuillez réessayer.',
  'error.upload_failed': 'L’image n’est pas arrivée. Veuillez réessayer.',
  'error.not_signed_in': 'Vous êtes déconnecté. Connectez-vous, puis continuez ici.',
  'error.session_expired': 'Le temps pour cette étape est écoulé. Veuillez la recommencer.',
  'error.session_used': 'Cette étape a déjà été utilisée. Veuillez la recommencer.',
  'error.liveness_locked': 'Trop de tentatives. Veuillez attendre une demi-heure.',
  'error.rate_limited': 'Trop de demandes. Veuillez attendre un instant.',
  'error.request_refused': 'Cela n’a pas été accepté. Veuillez réessayer.',
  'error.server_error': 'Un problème est survenu de notre côté. Veuillez réessayer.',
  'error.result_timeout':
    'La vérification est encore en cours. Nous vous préviendrons quand elle sera terminée.',
  'error.not_configured': 'Cette page n’est pas configurée correctement.',
  'error.file_heic':
    'Ce navigateur ne peut pas ouvrir les images HEIC. Enregistrez-la en JPEG ou utilisez votre téléphone.',
  'error.face_not_seen': 'Nous n’avons vu aucun visage. Cherchez plus de lumière et réessayez.',
};
