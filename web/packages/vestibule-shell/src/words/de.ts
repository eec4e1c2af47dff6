/** German, for what both applications share. */
import type { ShellMessages } from './en.js';

export const messages: ShellMessages = {
  'nav.skip': 'Zum Inhalt springen',
  'nav.pages': 'Seiten',
  'nav.menu': 'Menü',
  'nav.language': 'Sprache',
  'nav.out': 'Abmelden',
  'page.loading': 'Wird geladen…',
  'action.continue': 'Weiter',
  'action.back': 'Zurück',
  'action.wait': 'Einen Moment…',
  'action.retry': 'Noch einmal versuchen',
  'form.optional': '{label} (freiwillig)',
  'form.six': 'sechs Ziffern',
  'sign.in': 'Anmelden',
  'sign.email': 'E-Mail-Adresse',
  'sign.password': 'Passwort',
  'sign.code.title': 'Geben Sie Ihren Code ein',
  'sign.code': 'Code',
  'sign.code.hint': 'Öffnen Sie Ihre Authenticator-App, sie zeigt sechs Ziffern.',
  'sign.company': 'Mit {name} anmelden',
  'sign.or': 'oder mit einem Konto dieses Systems',
  'session.ended': 'Sie wurden abgemeldet. Melden Sie sich an, dann geht es weiter, wo Sie waren.',
  'time.now': 'gerade eben',
  'problem.network':
    'Keine Verbindung zum Server. Prüfen Sie Ihr Netz und versuchen Sie es noch einmal.',
  'problem.company':
    'Ihre Firma hat Sie nicht eingelassen. Versuchen Sie es noch einmal, oder fragen Sie deren Administration.',
  'problem.not_authorized': 'E-Mail-Adresse oder Passwort ist falsch.',
  'problem.username_exists':
    'Zu dieser E-Mail-Adresse gibt es schon ein Konto. Melden Sie sich an.',
  'problem.invalid_password':
    'Das Passwort braucht mindestens 12 Zeichen mit Großbuchstaben, Kleinbuchstaben und einer Zahl.',
  'problem.code_wrong':
    'Dieser Code stimmt nicht. Prüfen Sie ihn und versuchen Sie es noch einmal.',
  'problem.code_expired': 'Dieser Code ist zu alt. Fordern Sie einen neuen an.',
  'problem.phone_invalid':
    'Das ist keine Telefonnummer dieses Landes. Prüfen Sie das Land und die Ziffern.',
  'problem.profile_frozen': 'Ihre Angaben sind bestätigt und können hier nicht geändert werden.',
  'problem.date_of_birth_invalid': 'Das ist kein Geburtsdatum.',
  'problem.wait':
    'one:Zu viele Versuche. Bitte warten Sie {n} Sekunde.|other:Zu viele Versuche. Bitte warten Sie {n} Sekunden.',
  'problem.wait_some': 'Zu viele Versuche. Bitte warten Sie einen Moment.',
  'problem.server': 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.',
  'problem.refused': 'Das wurde nicht angenommen ({code}). Bitte prüfen Sie Ihre Eingaben.',
  'problem.unexpected': 'Etwas Unerwartetes ist geschehen. Bitte versuchen Sie es noch einmal.',
};
