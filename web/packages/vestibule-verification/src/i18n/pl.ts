/** Polish. */
import type { Base } from './en.js';

export const messages: Base = {
  'stepper.label': 'Postęp',
  'stepper.document': 'Dokument',
  'stepper.liveness': 'Twarz',
  'stepper.result': 'Wynik',
  'stepper.position': 'Krok {n} z {total}: {name}',

  'intro.title': 'Potwierdźmy, że to Ty',
  'intro.lead': 'Potrzebujesz dokumentu i kamery. Zajmie to około dwóch minut.',
  'intro.choose': 'Jakiego dokumentu użyjesz?',
  'intro.begin': 'Rozpocznij',
  'intro.privacy':
    'Twoje zdjęcia są szyfrowane, służą tylko do potwierdzenia tożsamości, a potem są usuwane.',
  'intro.received': 'Twoje pierwsze zdjęcie dotarło. Wybierz dokument, aby kontynuować.',
  'intro.again': 'Co się nie udało ostatnim razem:',

  'type.passport': 'Paszport',
  'type.identity_card': 'Dowód osobisty',
  'type.driving_licence': 'Prawo jazdy',
  'type.residence_permit': 'Karta pobytu',

  'net.lost': 'Brak połączenia. Próbujemy dalej…',

  'part.loading': 'Chwileczkę…',

  'processing.title': 'Sprawdzanie…',
  'processing.lead': 'Zwykle trwa to mniej niż minutę. Możesz zostawić tę stronę otwartą.',

  'result.approved.title': 'Tożsamość potwierdzona',
  'result.approved.lead': 'Dziękujemy. Wszystko jest potwierdzone.',
  'result.review.title': 'Przyglądamy się dokładniej',
  'result.review.lead': 'Człowiek sprawdza Twoje dokumenty. Powiadomimy Cię, gdy skończy.',
  'result.resubmit.title': 'Potrzebujemy jeszcze jednego zdjęcia',
  'result.rejected.title': 'Nie udało się potwierdzić Twojej tożsamości',
  'result.expired.title': 'Ta weryfikacja wygasła',
  'result.expired.lead': 'Nie wszystko dotarło na czas. Możesz zacząć od nowa w dowolnej chwili.',
  'result.error.title': 'Coś poszło nie tak po naszej stronie',
  'result.error.lead': 'Nic z tego, co wysłano, nie przepadło. Spróbuj później.',
  'result.restart': 'Zacznij od nowa',

  'reason.document_unreadable': 'Nie udało się odczytać dokumentu. Wyślij ostrzejsze zdjęcie.',
  'reason.data_mismatch': 'Podane dane różnią się od danych w dokumencie.',
  'reason.document_expired': 'Twój dokument stracił ważność.',
  'reason.under_age': 'Nie masz jeszcze wymaganego wieku dla tej usługi.',
  'reason.liveness_failed': 'Nie udało się potwierdzić ruchów, o które prosiliśmy.',
  'reason.face_mismatch': 'Nie udało się dopasować Twojej twarzy do zdjęcia w dokumencie.',
  'reason.document_not_accepted': 'Nie przyjmujemy tego rodzaju dokumentu.',
  'reason.age_unknown': 'Nie udało się odczytać Twojej daty urodzenia.',
  'reason.expiry_unknown': 'Nie udało się odczytać, do kiedy ważny jest Twój dokument.',
  'reason.claim_missing': 'Najpierw uzupełnij swoje dane.',
  'reason.assistance_requested': 'Poprosiłeś lub poprosiłaś, aby sprawie przyjrzał się człowiek.',
  'reason.level_raised':
    'Wymagamy dziś więcej niż w chwili weryfikacji. Prosimy zweryfikować tożsamość ponownie.',
  'reason.review_due': 'Nadszedł czas, aby ponownie zweryfikować tożsamość.',
  'reason.timed_out': 'Nie wszystko dotarło na czas. Możesz zacząć od nowa w każdej chwili.',
  'reason.not_confirmed': 'Nie udało się potwierdzić tożsamości na podstawie tego, co wysłano.',

  'handoff.open': 'Kontynuuj na telefonie',
  'handoff.title': 'Kontynuuj na telefonie',
  'handoff.lead': 'Zeskanuj kod aparatem telefonu albo skopiuj link.',
  'handoff.qr': 'Kod QR z linkiem',
  'handoff.copy': 'Skopiuj link',
  'handoff.copied': 'Link skopiowany.',
  'handoff.waiting': 'Czekamy na Twój telefon…',
  'handoff.here': 'Kontynuuj tutaj',

  'action.back': 'Wstecz',
  'action.cancel': 'Anuluj',
  'action.retry': 'Spróbuj ponownie',

  'error.camera_denied':
    'Kamera jest zablokowana. Zezwól na nią w pasku adresu przeglądarki i spróbuj ponownie.',
  'error.camera_missing': 'Nie znaleziono kamery. Podłącz ją albo kontynuuj na telefonie.',
  'error.camera_busy': 'Inny program używa kamery. Zamknij go i spróbuj ponownie.',
  'error.camera_insecure': 'Kamera działa tylko na bezpiecznej stronie (https).',
  'error.camera_interrupted': 'Kamera została przerwana. Zacznij od nowa.',
  'error.file_type': 'Wybierz zdjęcie, na przykład JPEG, PNG lub HEIC.',
  'error.file_too_large': 'Zdjęcie jest za duże. Limit to {mb} MB.',
  'error.file_empty': 'Plik jest pusty.',
  'error.file_unreadable': 'Nie można otworzyć tego zdjęcia.',
  'error.network_failed': 'Brak połączenia. Sprawdź sieć i spróbuj ponownie.',
  'error.network_timeout': 'Połączenie jest zbyt wolne. Spróbuj ponownie.',
  'error.upload_failed': 'Zdjęcie nie dotarło. Spróbuj ponownie.',
  'error.not_signed_in': 'Wylogowano Cię. Zaloguj się i kontynuuj tutaj.',
  'error.session_expired': 'Czas na ten krok minął. Zacznij go od nowa.',
  'error.session_used': 'Ten krok został już użyty. Zacznij go od nowa.',
  'error.liveness_locked': 'Zbyt wiele prób. Poczekaj pół godziny.',
  'error.rate_limited': 'Zbyt wiele żądań. Poczekaj chwilę.',
  'error.request_refused': 'Nie zostało to przyjęte. Spróbuj ponownie.',
  'error.server_error': 'Coś poszło nie tak po naszej stronie. Spróbuj ponownie.',
  'error.result_timeout': 'Sprawdzanie jeszcze trwa. Powiadomimy Cię po zakończeniu.',
  'error.not_configured': 'Ta strona nie jest poprawnie skonfigurowana.',
  'error.file_heic':
    'Ta przeglądarka nie otwiera zdjęć HEIC. Zapisz je jako JPEG albo użyj telefonu.',
  'error.face_not_seen': 'Nie zobaczyliśmy twarzy. Znajdź więcej światła i spróbuj ponownie.',
};
