/** Filters that a reviewer comes back to, under a name. On this computer, each reviewer's own. */
import { type Filter, NO_WISHES, STATUSES, type Wishes } from './filter.js';

export type View = Wishes & Pick<Filter, 'status'>;

const MOST = 20;
const key = (reviewer: string) => `vestibule:views:${reviewer}`;

export function views(reviewer: string, storage: Storage = localStorage): Record<string, View> {
  try {
    const found = JSON.parse(storage.getItem(key(reviewer)) ?? '{}') as Record<string, View>;
    const known = Object.entries(found).filter(([, { status }]) => STATUSES.includes(status));
    return Object.fromEntries(known.map(([name, view]) => [name, { ...NO_WISHES, ...view }]));
  } catch {
    return {};
  }
}

/** What was searched for names people, and is not kept. */
export function keepView(
  reviewer: string,
  name: string,
  { text: _, ...view }: Filter,
  storage: Storage = localStorage,
): void {
  const all = Object.entries({ ...views(reviewer, storage), [name]: view }).slice(-MOST);
  storage.setItem(key(reviewer), JSON.stringify(Object.fromEntries(all)));
}

export function dropView(reviewer: string, name: string, storage: Storage = localStorage): void {
  const { [name]: _, ...rest } = views(reviewer, storage);
  storage.setItem(key(reviewer), JSON.stringify(rest));
}
