import { describe, expect, it } from 'vitest';
import { en, type Key } from '../../src/i18n/en.js';
import {
  directionOf,
  LANGUAGES,
  loadMessages,
  pickLanguage,
  translator,
} from '../../src/i18n/index.js';

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
/** Words that are the same in two languages, truly. */
const SAME = new Set<Key>(['stepper.document']);

describe.each(LANGUAGES.filter((tag) => tag !== 'en'))('the language %s', (tag) => {
  it('has every text of its own, with the same values to fill in', async () => {
    const messages = await loadMessages(tag);
    expect(Object.keys(messages)).toEqual(Object.keys(en));
    for (const key of Object.keys(en) as Key[]) {
      expect(messages[key].trim(), key).not.toBe('');
      expect(holes(messages[key]), key).toEqual(holes(en[key]));
      if (!SAME.has(key)) expect(messages[key], key).not.toBe(en[key]);
    }
  });
});

describe('choosing a language', () => {
  it('takes the first one it speaks, whatever the region', () => {
    expect(pickLanguage(['', 'xx', 'de-CH', 'fr'])).toBe('de');
    expect(pickLanguage([undefined, null, 'nl'])).toBe('en');
  });

  it('writes Arabic from right to left', () => {
    expect(directionOf('ar')).toBe('rtl');
    expect(directionOf('th')).toBe('ltr');
  });

  it('writes numbers as the language does, and falls back to English', async () => {
    const t = translator({ ...(await loadMessages('ar')), 'action.back': undefined }, 'ar-EG');
    expect(t('document.limits', { mb: 10 })).toContain('١٠');
    expect(t('action.back')).toBe('Back');
  });
});
