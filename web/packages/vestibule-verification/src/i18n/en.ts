/** English, and the list of keys every other language must have. `{…}` is filled in at run time. */
export const en = {
  'stepper.label': 'Progress',
  'stepper.document': 'Document',
  'stepper.liveness': 'Face',
  'stepper.result': 'Result',
  'stepper.position': 'Step {n} of {total}: {name}',

  'intro.title': 'Let’s confirm it’s you',
  'intro.lead': 'You need your document and a camera. It takes about two minutes.',
  'intro.choose': 'Which document will you use?',
  'intro.begin': 'Start',
  'intro.privacy':
    'Your pictures are encrypted, used only to confirm your identity, and deleted afterwards.',
  'intro.received': 'Your first picture has arrived. Choose your document to go on.',
  'intro.again': 'What went wrong last time:',

  'type.passport': 'Passport',
  'type.identity_card': 'Identity card',
  'type.driving_licence': 'Driving licence',
  'type.residence_permit': 'Residence permit',

  'net.lost': 'No connection. We keep trying…',

  'part.loading': 'One moment…',

  'processing.title': 'Checking…',
  'processing.lead': 'This usually takes less than a minute. You can leave this page open.',

  'result.approved.title': 'You’re verified',
  'result.approved.lead': 'Thank you. Everything is confirmed.',
  'result.review.title': 'We’re taking a closer look',
  'result.review.lead': 'A person checks your documents. We will tell you as soon as it is done.',
  'result.resubmit.title': 'We need one more picture',
  'result.rejected.title': 'We could not confirm your identity',
  'result.expired.title': 'This check has expired',
  'result.expired.lead': 'Not everything arrived in time. You can start again at any moment.',
  'result.error.title': 'Something went wrong on our side',
  'result.error.lead': 'Nothing you sent is lost. Please try again later.',
  'result.restart': 'Start again',

  'reason.document_unreadable': 'We could not read your document. Please send a sharper picture.',
  'reason.data_mismatch': 'The details you gave differ from those on your document.',
  'reason.document_expired': 'Your document has expired.',
  'reason.under_age': 'You have not reached the minimum age for this service.',
  'reason.liveness_failed': 'We could not confirm the movements we asked for.',
  'reason.face_mismatch': 'We could not match your face to the picture on your document.',
  'reason.document_not_accepted': 'We do not accept this kind of document.',
  'reason.age_unknown': 'We could not read your date of birth.',
  'reason.expiry_unknown': 'We could not read until when your document is valid.',
  'reason.claim_missing': 'Please complete your profile first.',
  'reason.assistance_requested': 'You asked for a person to look at your case.',
  'reason.level_raised':
    'We ask for more than we did when you were verified. Please verify yourself again.',
  'reason.review_due': 'It is time to verify yourself again.',
  'reason.timed_out': 'We did not receive everything in time. You can start again at any moment.',
  'reason.not_confirmed': 'We could not confirm your identity from what you sent.',

  'handoff.open': 'Continue on your phone',
  'handoff.title': 'Continue on your phone',
  'handoff.lead': 'Scan the code with your phone’s camera, or copy the link.',
  'handoff.qr': 'QR code with the link',
  'handoff.copy': 'Copy the link',
  'handoff.copied': 'Link copied.',
  'handoff.waiting': 'Waiting for your phone…',
  'handoff.here': 'Continue here instead',

  'action.back': 'Back',
  'action.cancel': 'Cancel',
  'action.retry': 'Try again',

  'error.camera_denied':
    'The camera is blocked. Allow it in your browser’s address bar, then try again.',
  'error.camera_missing': 'No camera was found. Connect one, or continue on your phone.',
  'error.camera_busy': 'Another program is using the camera. Close it, then try again.',
  'error.camera_insecure': 'The camera works only on a secure (https) page.',
  'error.camera_interrupted': 'The camera was interrupted. Please start again.',
  'error.file_type': 'Please choose a picture, for example JPEG, PNG or HEIC.',
  'error.file_too_large': 'This picture is too large. The limit is {mb} MB.',
  'error.file_empty': 'This file is empty.',
  'error.file_unreadable': 'This picture cannot be opened.',
  'error.network_failed': 'No connection. Check your network, then try again.',
  'error.network_timeout': 'The connection is too slow. Please try again.',
  'error.upload_failed': 'The picture did not arrive. Please try again.',
  'error.not_signed_in': 'You are signed out. Sign in, then continue here.',
  'error.session_expired': 'The time for this step is over. Please start it again.',
  'error.session_used': 'This step was already used. Please start it again.',
  'error.liveness_locked': 'Too many attempts. Please wait half an hour.',
  'error.rate_limited': 'Too many requests. Please wait a moment.',
  'error.request_refused': 'This was not accepted. Please try again.',
  'error.server_error': 'Something went wrong on our side. Please try again.',
  'error.result_timeout': 'The check is still running. We will tell you when it is done.',
  'error.not_configured': 'This page is not set up correctly.',
  'error.file_heic': 'This browser cannot open HEIC pictures. Save it as JPEG, or use your phone.',
  'error.face_not_seen': 'We could not see a face. Find more light, then try again.',
};

export type BaseKey = keyof typeof en;
export type Base = Record<BaseKey, string>;
