import { expect, it } from 'vitest';
import { countries, countryName } from '../../src/countries.js';

it('names every country in the person’s language, sorted as the language sorts', () => {
  const german = countries('de');
  expect(german).toHaveLength(247);
  expect(new Set(german.map(({ code }) => code)).size).toBe(247);
  expect(german.every(({ code, name }) => /^[A-Z]{3}$/.test(code) && name.length > 2)).toBe(true);
  expect(german.map(({ name }) => name)).toContain('Griechenland');
  const names = german.map(({ name }) => name);
  expect(names.indexOf('Österreich')).toBeLessThan(names.indexOf('Pakistan'));
});

it('pairs the letters of documents with those of browsers', () => {
  const known = { GRC: 'Greece', DEU: 'Germany', GBR: 'United Kingdom', CHE: 'Switzerland' };
  for (const [code, name] of Object.entries(known)) expect(countryName(code, 'en')).toBe(name);
  expect(countryName('XXX', 'en')).toBe('XXX');
});

it('offers Utopia only where sample documents are used', () => {
  expect(countries('en').some(({ code }) => code === 'UTO')).toBe(false);
  expect(countries('en', true).some(({ code }) => code === 'UTO')).toBe(true);
});
