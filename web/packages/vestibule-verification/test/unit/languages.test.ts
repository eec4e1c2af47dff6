import { describe, expect, it } from 'vitest';
import { en as base } from '../../src/i18n/en.js';
import { messages as guide } from '../../src/i18n/guide/en.js';
import {
  directionOf,
  type Key,
  LANGUAGES,
  loadAll,
  loadMessages,
  pickLanguage,
  translator,
} from '../../src/i18n/index.js';

const en: Record<string, string> = { ...guide, ...base };
const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
/** Words that are the same in two languages, truly. */
const SAME = new Set<string>(['stepper.document', 'read.name']);

describe.each(LANGUAGES.filter((tag) => tag !== 'en'))('the language %s', (tag) => {
  it('has every text of its own, with the same values to fill in', async () => {
    const messages = (await loadAll(tag)) as Record<Key, string>;
    expect(Object.keys(messages)).toEqual(Object.keys(en));
    for (const key of Object.keys(en) as Key[]) {
      expect(messages[key].trim(), key).not.toBe('');
      expect(holes(messages[key]), key).toEqual(holes(en[key]!));
      if (!SAME.has(key)) expect(messages[key], key).not.toBe(en[key]!);
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
    const some = { ...(await loadMessages('ar')), 'action.back': undefined };
    const t = translator<Key>(some as Partial<Record<Key, string>>, 'ar-EG');
    expect(t('error.file_too_large', { mb: 10 })).toContain('١٠');
    expect(t('action.back')).toBe('Back');
  });
});

describe('numbers', () => {
  const t = translator<string>({ cases: 'one:{n} sprawa|few:{n} sprawy|many:{n} spraw' }, 'pl');

  it('choose the form that the language uses', () => {
    expect([1, 3, 5, 22].map((n) => t('cases', { n }))).toEqual([
      '1 sprawa',
      '3 sprawy',
      '5 spraw',
      '22 sprawy',
    ]);
  });
});
