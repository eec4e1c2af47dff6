/** German. */
import type { Base } from './en.js';

export const messages: Base = {
  'stepper.label': 'Fortschritt',
  'stepper.document': 'Dokument',
  'stepper.liveness': 'Gesicht',
  'stepper.result': 'Ergebnis',
  'stepper.position': 'Schritt {n} von {total}: {name}',

  'mode.test': 'Test: Hier ist nichts echt.',
  'intro.title': 'Bestätigen wir, dass Sie es sind',
  'intro.lead': 'Sie brauchen Ihr Dokument und eine Kamera. Es dauert etwa zwei Minuten.',
  'intro.choose': 'Welches Dokument möchten Sie verwenden?',
  'intro.begin': 'Beginnen',
  'intro.privacy':
    'Ihre Bilder werden verschlüsselt, nur zur Bestätigung Ihrer Identität verwendet und danach gelöscht.',
  'intro.received': 'Ihr erstes Bild ist angekommen. Wählen Sie Ihr Dokument, um fortzufahren.',
  'intro.again': 'Woran es beim letzten Mal lag:',

  'type.passport': 'Reisepass',
  'type.identity_card': 'Personal\u00adausweis',
  'type.driving_licence': 'Führerschein',
  'type.residence_permit': 'Aufenthalts\u00adtitel',

  'net.lost': 'Keine Verbindung. Wir versuchen es weiter…',

  'part.loading': 'Einen Moment…',

  'processing.title': 'Wird geprüft…',
  'processing.lead':
    'Das dauert meist weniger als eine Minute. Sie können diese Seite offen lassen.',

  'result.approved.title': 'Ihre Identität ist bestätigt',
  'result.approved.lead': 'Vielen Dank. Alles ist bestätigt.',
  'result.review.title': 'Wir sehen genauer hin',
  'result.review.lead':
    'Ein Mensch prüft Ihre Unterlagen. Wir sagen Ihnen Bescheid, sobald es entschieden ist.',
  'result.resubmit.title': 'Wir brauchen noch ein Bild',
  'result.rejected.title': 'Wir konnten Ihre Identität nicht bestätigen',
  'result.expired.title': 'Diese Prüfung ist abgelaufen',
  'result.expired.lead': 'Es kam nicht alles rechtzeitig an. Sie können jederzeit neu beginnen.',
  'result.error.title': 'Bei uns ist etwas schiefgegangen',
  'result.error.lead':
    'Nichts, was Sie gesendet haben, ist verloren. Bitte versuchen Sie es später noch einmal.',
  'result.restart': 'Neu beginnen',

  'reason.document_unreadable':
    'Wir konnten Ihr Dokument nicht lesen. Bitte senden Sie ein schärferes Bild.',
  'reason.data_mismatch': 'Ihre Angaben weichen von Ihrem Dokument ab.',
  'reason.document_expired': 'Ihr Dokument ist abgelaufen.',
  'reason.under_age': 'Sie haben das Mindestalter für diesen Dienst nicht erreicht.',
  'reason.liveness_failed': 'Wir konnten nicht bestätigen, dass Sie vor der Kamera waren.',
  'reason.face_mismatch': 'Wir konnten Ihr Gesicht nicht dem Bild auf Ihrem Dokument zuordnen.',
  'reason.document_not_accepted': 'Diese Art von Dokument nehmen wir nicht an.',
  'reason.age_unknown': 'Wir konnten Ihr Geburtsdatum nicht lesen.',
  'reason.expiry_unknown': 'Wir konnten nicht lesen, bis wann Ihr Dokument gilt.',
  'reason.claim_missing': 'Bitte vervollständigen Sie zuerst Ihre Angaben.',
  'reason.assistance_requested': 'Sie haben darum gebeten, dass ein Mensch Ihren Fall ansieht.',
  'reason.level_raised':
    'Wir verlangen heute mehr als bei Ihrer Bestätigung. Bitte bestätigen Sie Ihre Identität noch einmal.',
  'reason.review_due': 'Es ist Zeit, Ihre Identität noch einmal zu bestätigen.',
  'reason.timed_out': 'Nicht alles kam rechtzeitig. Sie können jederzeit neu beginnen.',
  'reason.not_confirmed':
    'Wir konnten Ihre Identität aus dem, was Sie gesendet haben, nicht bestätigen.',

  'handoff.open': 'Auf dem Telefon fortfahren',
  'handoff.title': 'Auf dem Telefon fortfahren',
  'handoff.lead': 'Scannen Sie den Code mit der Kamera Ihres Telefons oder kopieren Sie den Link.',
  'handoff.qr': 'QR-Code mit dem Link',
  'handoff.copy': 'Link kopieren',
  'handoff.copied': 'Link kopiert.',
  'handoff.waiting': 'Warten auf Ihr Telefon…',
  'handoff.here': 'Lieber hier fortfahren',

  'action.back': 'Zurück',
  'action.cancel': 'Abbrechen',
  'action.retry': 'Noch einmal versuchen',

  'error.camera_denied':
    'Die Kamera ist gesperrt. Erlauben Sie sie in der Adresszeile Ihres Browsers und versuchen Sie es noch einmal.',
  'error.camera_missing':
    'Keine Kamera gefunden. Schließen Sie eine an oder fahren Sie auf dem Telefon fort.',
  'error.camera_busy':
    'Ein anderes Programm benutzt die Kamera. Schließen Sie es und versuchen Sie es noch einmal.',
  'error.camera_insecure': 'Die Kamera funktioniert nur auf einer sicheren Seite (https).',
  'error.camera_interrupted': 'Die Kamera wurde unterbrochen. Bitte beginnen Sie noch einmal.',
  'error.file_type': 'Bitte wählen Sie ein Bild, zum Beispiel JPEG, PNG oder HEIC.',
  'error.file_too_large': 'Dieses Bild ist zu groß. Die Grenze liegt bei {mb} MB.',
  'error.file_empty': 'Diese Datei ist leer.',
  'error.file_unreadable': 'Dieses Bild lässt sich nicht öffnen.',
  'error.network_failed': 'Keine Verbindung. Prüfen Sie Ihr Netz und versuchen Sie es noch einmal.',
  'error.network_timeout': 'Die Verbindung ist zu langsam. Bitte versuchen Sie es noch einmal.',
  'error.upload_failed': 'Das Bild ist nicht angekommen. Bitte versuchen Sie es noch einmal.',
  'error.not_signed_in': 'Sie sind abgemeldet. Melden Sie sich an und fahren Sie hier fort.',
  'error.session_expired': 'Die Zeit für diesen Schritt ist um. Bitte beginnen Sie ihn neu.',
  'error.session_used': 'Dieser Schritt wurde schon benutzt. Bitte beginnen Sie ihn neu.',
  'error.liveness_locked': 'Zu viele Versuche. Bitte warten Sie eine halbe Stunde.',
  'error.rate_limited': 'Zu viele Anfragen. Bitte warten Sie einen Moment.',
  'error.request_refused': 'Das wurde nicht angenommen. Bitte versuchen Sie es noch einmal.',
  'error.server_error': 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.',
  'error.result_timeout': 'Die Prüfung läuft noch. Wir sagen Ihnen Bescheid, wenn sie fertig ist.',
  'error.not_configured': 'Diese Seite ist nicht richtig eingerichtet.',
  'error.file_heic':
    'Dieser Browser kann HEIC-Bilder nicht öffnen. Speichern Sie es als JPEG, oder nehmen Sie Ihr Telefon.',
  'error.face_not_seen':
    'Wir konnten kein Gesicht sehen. Suchen Sie besseres Licht und versuchen Sie es noch einmal.',
};
