/** English for what both applications share, and the list of keys every other language must have. */
export const messages = {
  'nav.skip': 'Skip to the content',
  'nav.pages': 'Pages',
  'nav.menu': 'Menu',
  'nav.language': 'Language',
  'nav.out': 'Sign out',
  'page.loading': 'Loading…',
  'action.continue': 'Continue',
  'action.back': 'Back',
  'action.wait': 'One moment…',
  'action.retry': 'Try again',
  'form.optional': '{label} (optional)',
  'form.six': 'six digits',
  'sign.in': 'Sign in',
  'sign.email': 'E-mail address',
  'sign.password': 'Password',
  'sign.code.title': 'Enter your code',
  'sign.code': 'Code',
  'sign.code.hint': 'Open your authenticator app for six digits.',
  'sign.company': 'Sign in with {name}',
  'sign.or': 'or with an account of this system',
  'session.ended': 'You were signed out. Sign in, and you go on where you were.',
  'time.now': 'just now',
  'problem.network': 'No connection to the server. Check your network, then try again.',
  'problem.company': 'Your company did not let you in. Try again, or ask its administrators.',
  'problem.not_authorized': 'E-mail address or password is wrong.',
  'problem.username_exists':
    'There is already an account with this e-mail address. Sign in instead.',
  'problem.invalid_password':
    'The password needs at least 12 characters with upper case, lower case and a number.',
  'problem.code_wrong': 'This code is not right. Check it and try again.',
  'problem.code_expired': 'This code is too old. Ask for a new one.',
  'problem.phone_invalid':
    'This is no phone number of that country. Check the country and the digits.',
  'problem.profile_frozen': 'Your details are verified and cannot be changed here.',
  'problem.date_of_birth_invalid': 'This is not a date of birth.',
  'problem.wait':
    'one:Too many attempts. Please wait {n} second.|other:Too many attempts. Please wait {n} seconds.',
  'problem.wait_some': 'Too many attempts. Please wait a moment.',
  'problem.server': 'Something went wrong on our side. Please try again.',
  'problem.refused': 'This was not accepted ({code}). Please check what you entered.',
  'problem.unexpected': 'Something unexpected happened. Please try again.',
};
export type ShellKey = keyof typeof messages;
export type ShellMessages = Record<ShellKey, string>;
