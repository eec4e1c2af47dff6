import { describe, expect, it } from 'vitest';
import { clock, type Filter, NO_WISHES, ranked, waited, wishes } from '../../src/queue/filter.js';
import { dropView, keepView, views } from '../../src/queue/views.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const ago = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
const ALL: Filter = { status: 'open', text: '', ...NO_WISHES };

it('asks for what is wished, and for nothing else', () => {
  expect(wishes({ ...ALL, text: 'Anna' } as Filter)).toEqual({});
  expect(wishes({ ...ALL, reason: 'under_age', holder: 'me' })).toEqual({
    reason: 'under_age',
    holder: 'me',
  });
});

it('has the most frequent first', () =>
  expect(ranked({ a: 1, c: 7, b: 7 }).map(([code]) => code)).toEqual(['b', 'c', 'a']));

it('says how long a case waits, exactly enough', () => {
  expect([0.5, 40, 71.9, 120].map((hours) => waited(ago(hours), NOW))).toEqual([
    '30 min',
    '40 h',
    '71 h',
    '5 days',
  ]);
});

it('says what is left until a case is due, and how late it is', () => {
  expect([-3, -0.5, 0, 2, 100].map((hours) => clock(ago(hours), NOW))).toEqual([
    '3 h left',
    '30 min left',
    '0 min left',
    '2 h late',
    '4 days late',
  ]);
});

class Shelf {
  private readonly all = new Map<string, string>();
  getItem = (key: string) => this.all.get(key) ?? null;
  setItem = (key: string, value: string) => void this.all.set(key, value);
}

describe('saved views', () => {
  const storage = new Shelf() as unknown as Storage;
  const filter: Filter = { ...ALL, status: 'second_review', due: 'soon', text: 'Anna Secret' };

  it('are each reviewer’s own, and keep nothing that was searched for', () => {
    keepView('rita', 'Urgent', filter, storage);
    expect(views('rita', storage)).toEqual({
      Urgent: { ...NO_WISHES, status: 'second_review', due: 'soon' },
    });
    expect(storage.getItem('vestibule:views:rita')).not.toContain('Anna');
    expect(views('ron', storage)).toEqual({});
  });

  it('are dropped by name; what cannot be read is none', () => {
    keepView('rita', 'Other', ALL, storage);
    dropView('rita', 'Urgent', storage);
    expect(Object.keys(views('rita', storage))).toEqual(['Other']);
    storage.setItem('vestibule:views:rita', '{"Old":{"status":"gone"}}');
    expect(views('rita', storage)).toEqual({});
    storage.setItem('vestibule:views:rita', 'broken');
    expect(views('rita', storage)).toEqual({});
  });
});
