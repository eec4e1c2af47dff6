/** The catalogue is complete: every language has every text, the same values, the forms it needs. */
import { describe, expect, it } from 'vitest';
import { messages as site } from '../../src/words/en.js';
import { messages as shell } from '../../../packages/vestibule-shell/src/words/en.js';
import { languages, nameOf } from '../../../packages/vestibule-shell/src/speech.js';
import { messages as desk } from '../../../console/src/words/en.js';

type Words = Record<string, string>;
const FILES: Record<string, Words> = import.meta.glob<Words>(
  [
    '../../src/words/??.ts',
    '../../../packages/vestibule-shell/src/words/??.ts',
    '../../../console/src/words/??.ts',
  ],
  { eager: true, import: 'messages' },
);
const ENGLISH = { app: site, 'vestibule-shell': shell, console: desk } as Record<string, Words>;

const holes = (text: string) => new Set([...text.matchAll(/\{\w+\}/g)].map(String));
const formsOf = (text: string) =>
  /^(zero|one|two|few|many|other):/.test(text)
    ? text.split('|').map((form) => form.split(':')[0]!)
    : [];

describe.each(Object.entries(FILES))('%s', (path, words) => {
  const tag = /(\w\w)\.ts$/.exec(path)![1]!;
  const part = Object.keys(ENGLISH).find((name) => path.includes(`${name}/`)) ?? 'app';
  const english = ENGLISH[part]!;
  const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();

  it('has every text, with the values that are filled in', () => {
    expect(Object.keys(words)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(english)) {
      expect(words[key]!.trim(), key).not.toBe('');
      expect(holes(words[key]!), key).toEqual(holes(text));
    }
  });

  it('has every form that its numbers need', () => {
    for (const [key, text] of Object.entries(english)) {
      if (!formsOf(text).length) continue;
      for (const form of pluralCategories) expect(formsOf(words[key]!), key).toContain(form);
    }
  });
});

describe('the names of the languages', () => {
  it.each(languages())('%s is called what its speakers call it', (tag) => {
    expect(nameOf(tag)).toBe(new Intl.DisplayNames([tag], { type: 'language' }).of(tag));
  });
});
