/** Why it did not do, in the person's language: the server's codes, the component's sentences. */
import { language, type Verification } from 'vestibule-shell';
import { loadMessages, translator } from 'vestibule-verification/i18n';

let words: Record<string, string> = {};

/** Once, when the language is known: `speak` knows it as soon as it is called. */
export async function loadReasons(): Promise<void> {
  words = (await loadMessages(language())) as Record<string, string>;
}

export function reasonsOf({ reasons }: Pick<Verification, 'reasons'>): string[] {
  const t = translator<string>(words, language());
  const known = (code: string) => `reason.${code.split(':')[0]}` in words;
  const keys = (reasons.length ? reasons : ['not_confirmed']).map((code) =>
    known(code) ? `reason.${code.split(':')[0]}` : 'reason.not_confirmed',
  );
  return [...new Set(keys)].map((key) => t(key));
}
