/** Italian. */
import type { Base } from './en.js';

export const messages: Base = {
  'stepper.label': 'Avanzamento',
  'stepper.document': 'Documento',
  'stepper.liveness': 'Volto',
  'stepper.result': 'Esito',
  'stepper.position': 'Passo {n} di {total}: {name}',

  'mode.test': 'Prova: qui niente è reale.',
  'intro.title': 'Confermiamo che è lei',
  'intro.lead': 'Le servono il documento e una fotocamera. Bastano circa due minuti.',
  'intro.choose': 'Quale documento userà?',
  'intro.begin': 'Inizia',
  'intro.privacy':
    'Le immagini sono cifrate, servono solo a confermare la sua identità e poi vengono cancellate.',
  'intro.received': 'La prima immagine è arrivata. Scelga il documento per continuare.',
  'intro.again': 'Che cosa non andava l’ultima volta:',

  'type.passport': 'Passaporto',
  'type.identity_card': 'Carta d’identità',
  'type.driving_licence': 'Patente di guida',
  'type.residence_permit': 'Permesso di soggiorno',

  'net.lost': 'Nessuna connessione. Continuiamo a provare…',

  'part.loading': 'Un momento…',

  'processing.title': 'Verifica in corso…',
  'processing.lead': 'Di solito basta meno di un minuto. Può lasciare aperta questa pagina.',

  'result.approved.title': 'La sua identità è confermata',
  'result.approved.lead': 'Grazie. Tutto è confermato.',
  'result.review.title': 'Stiamo guardando meglio',
  'result.review.lead': 'Una persona controlla i suoi documenti. La avviseremo appena sarà deciso.',
  'result.resubmit.title': 'Ci serve un’altra immagine',
  'result.rejected.title': 'Non abbiamo potuto confermare la sua identità',
  'result.expired.title': 'Questa verifica è scaduta',
  'result.expired.lead': 'Non è arrivato tutto in tempo. Può ricominciare in qualsiasi momento.',
  'result.error.title': 'Qualcosa è andato storto da parte nostra',
  'result.error.lead': 'Nulla di ciò che ha inviato è perso. Riprovi più tardi.',
  'result.restart': 'Ricomincia',

  'reason.document_unreadable':
    'Non siamo riusciti a leggere il documento. Invii un’immagine più nitida.',
  'reason.data_mismatch': 'I suoi dati differiscono da quelli del documento.',
  'reason.document_expired': 'Il documento è scaduto.',
  'reason.under_age': 'Non ha raggiunto l’età minima per questo servizio.',
  'reason.liveness_failed': 'Non abbiamo potuto confermare che lei fosse davanti alla fotocamera.',
  'reason.face_mismatch': 'Non abbiamo potuto abbinare il suo volto alla foto del documento.',
  'reason.document_not_accepted': 'Non accettiamo questo tipo di documento.',
  'reason.age_unknown': 'Non abbiamo potuto leggere la sua data di nascita.',
  'reason.expiry_unknown': 'Non abbiamo potuto leggere fino a quando è valido il suo documento.',
  'reason.claim_missing': 'Completi prima i suoi dati.',
  'reason.assistance_requested': 'Ha chiesto che una persona guardi il suo caso.',
  'reason.level_raised':
    'Ora chiediamo più di quando l’abbiamo verificata. La preghiamo di verificare di nuovo la sua identità.',
  'reason.review_due': 'È il momento di verificare di nuovo la sua identità.',
  'reason.timed_out': 'Non abbiamo ricevuto tutto in tempo. Può ricominciare in qualsiasi momento.',
  'reason.not_confirmed': 'Non abbiamo potuto confermare la sua identità da ciò che ha inviato.',

  'handoff.open': 'Continua sul telefono',
  'handoff.title': 'Continua sul telefono',
  'handoff.lead': 'Inquadri il codice con la fotocamera del telefono o copi il link.',
  'handoff.qr': 'Codice QR con il link',
  'handoff.copy': 'Copia il link',
  'handoff.copied': 'Link copiato.',
  'handoff.waiting': 'In attesa del telefono…',
  'handoff.here': 'Continua invece qui',

  'action.back': 'Indietro',
  'action.cancel': 'Annulla',
  'action.retry': 'Riprova',

  'error.camera_denied':
    'La fotocamera è bloccata. La consenta nella barra degli indirizzi del browser e riprovi.',
  'error.camera_missing': 'Nessuna fotocamera trovata. Ne colleghi una o continui sul telefono.',
  'error.camera_busy': 'Un altro programma usa la fotocamera. Lo chiuda e riprovi.',
  'error.camera_insecure': 'La fotocamera funziona solo su una pagina sicura (https).',
  'error.camera_interrupted': 'La fotocamera si è interrotta. Ricominci.',
  'error.file_type': 'Scelga un’immagine, per esempio JPEG, PNG o HEIC.',
  'error.file_too_large': 'Questa immagine è troppo grande. Il limite è {mb} MB.',
  'error.file_empty': 'Questo file è vuoto.',
  'error.file_unreadable': 'Questa immagine non si può aprire.',
  'error.network_failed': 'Nessuna connessione. Controlli la rete e riprovi.',
  'error.network_timeout': 'La connessione è troppo lenta. Riprovi.',
  'error.upload_failed': 'L’immagine non è arrivata. Riprovi.',
  'error.not_signed_in': 'È disconnesso. Acceda e continui qui.',
  'error.session_expired': 'Il tempo per questo passo è finito. Lo ricominci.',
  'error.session_used': 'Questo passo è già stato usato. Lo ricominci.',
  'error.liveness_locked': 'Troppi tentativi. Attenda mezz’ora.',
  'error.rate_limited': 'Troppe richieste. Attenda un momento.',
  'error.request_refused': 'Non è stato accettato. Riprovi, per favore.',
  'error.server_error': 'Qualcosa è andato storto da parte nostra. Riprovi.',
  'error.result_timeout': 'La verifica è ancora in corso. La avviseremo quando sarà finita.',
  'error.not_configured': 'Questa pagina non è configurata correttamente.',
  'error.file_heic':
    'Questo browser non può aprire immagini HEIC. La salvi come JPEG o usi il telefono.',
  'error.face_not_seen': 'Non abbiamo visto alcun volto. Cerchi più luce e riprovi.',
};
