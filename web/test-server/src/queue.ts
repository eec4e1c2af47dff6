/** Finding cases, holding them, giving them to somebody: as the API's desk does. */
import { type Handlers, Refusal, type Schemas } from './api.ts';
import { type Case, entry, type Person, type World } from './world.ts';

export const FOUR_EYES = ['watchlist_match', 'duplicate_identity', 'fraud_suspected'];
const HOUR = 3_600_000;
const HELD = HOUR / 6;
/** A day around the clock; the API counts working hours. */
const PROMISED = 24 * HOUR;
const WAITING = ['open', 'second_review'];

type Filter = Partial<Omit<Schemas['ReviewSearch'], 'limit'>> & { limit?: number | string };

export const deskRoutes: Handlers = {
  'GET /reviews': (call) => page(call, Object.fromEntries(call.query)),
  'POST /reviews/search': (call) => page(call, call.body),
  'GET /reviews/counts': (call) => [200, counts(call, Object.fromEntries(call.query))],
  'POST /reviews/next': ({ world, person, body }) => {
    const found = [...world.cases.values()]
      .filter((one) => WAITING.includes(one.status) && answers(world, one, body, person))
      .filter((one) => ['', person.userId].includes(holderOf(one)))
      .filter((one) => one.status === 'open' || one.firstReviewer !== person.userId)
      .sort(byAge)[0];
    if (found) hold(found, person.userId, HELD);
    return [200, { case: found ? item(world, found) : null }];
  },
  'POST /reviews/assign': ({ world, body }) => {
    const to = body.to ? reviewerOf(world, body.to) : '';
    return outcomes(body.caseIds, (id) => {
      hold(waiting(world, id), to, 24 * HOUR);
    });
  },
  'POST /reviews/close': ({ world, person, body }) =>
    outcomes(body.caseIds, (id) => {
      const found = waiting(world, id);
      if (found.reasons.some((one) => FOUR_EYES.includes(one))) throw new Refusal('four_eyes');
      refuseHeld(found, person);
      found.status = 'rejected';
    }),
  'POST /reviews/{case_id}/holding': ({ world, person, params, body }) => {
    const found = waiting(world, params[0]!);
    if (body.takeOver) found.history.push(entry('taken_over', { reviewer: person.userId }));
    else refuseHeld(found, person);
    hold(found, person.userId, HELD);
    return [200, item(world, found)];
  },
  'POST /reviews/{case_id}/notes': ({ world, person, params, body }) => {
    const found = waiting(world, params[0]!);
    const { mentions: named = [], attached = [] } = body;
    const mentions = named.map((one) => reviewerOf(world, one));
    found.notes.push({
      reviewer: person.userId,
      at: new Date().toISOString(),
      word: 'noted',
      reasons: [],
      text: body.text,
      mentions,
      attached,
    });
    found.mentioned.push(...mentions);
    found.history.push(entry('noted', { reviewer: person.userId, mentions }));
    return [200, { notes: found.notes }];
  },
  'DELETE /reviews/{case_id}/holding': ({ world, person, params }) => {
    const found = caseOf(world, params[0]!);
    if (found.holder === person.userId) found.holder = '';
    return [200, item(world, found)];
  },
};

export function caseOf(world: World, id: string): Case {
  const found = world.cases.get(id);
  if (!found) throw new Refusal('case_not_found');
  return found;
}

export function refuseHeld(found: Case, { userId }: Person): void {
  if (!['', userId].includes(holderOf(found))) throw new Refusal('case_held');
}

export function item(world: World, found: Case): Schemas['ReviewItem'] {
  const { caseId, userId, status, reasons, openedAt, firstReviewer, level } = found;
  const holder = holderOf(found);
  return {
    caseId,
    userId,
    status,
    reasons,
    openedAt,
    firstReviewer,
    level,
    language: ownerOf(world, found)?.language ?? 'en',
    holder,
    heldUntil: holder ? new Date(found.heldUntil).toISOString() : null,
    dueAt: new Date(Date.parse(openedAt) + PROMISED).toISOString(),
    due: dueOf(found),
  };
}

const byAge = (a: Case, b: Case) => a.openedAt.localeCompare(b.openedAt);
const holderOf = ({ holder, heldUntil }: Case) => (heldUntil > Date.now() ? holder : '');
const ownerOf = (world: World, { userId }: Case) =>
  world.people.find((one) => one.userId === userId);

function waiting(world: World, id: string): Case {
  const found = caseOf(world, id);
  if (!WAITING.includes(found.status)) throw new Refusal('case_already_decided');
  return found;
}

function hold(found: Case, holder: string, long: number): void {
  Object.assign(found, { holder, heldUntil: Date.now() + long });
}

function reviewerOf(world: World, to: string): string {
  const found = world.people.find(({ userId, email }) => [userId, email].includes(to));
  if (!found?.groups.includes('reviewers')) throw new Refusal('reviewer_unknown');
  return found.userId;
}

function outcomes(caseIds: string[], act: (id: string) => void): [200, Schemas['ReviewOutcomes']] {
  const one = (caseId: string) => {
    try {
      act(caseId);
      return { caseId, code: '' };
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      return { caseId, code: fault.code };
    }
  };
  return [200, { outcomes: caseIds.map(one) }];
}

function dueOf({ openedAt }: Case): Schemas['ReviewItem']['due'] {
  const waited = Date.now() - Date.parse(openedAt);
  if (waited >= PROMISED) return 'overdue';
  return waited >= PROMISED * 0.75 ? 'soon' : 'in_time';
}

interface Asking {
  world: World;
  person: Person;
}

function page({ world, person }: Asking, asked: Filter): [200, Schemas['ReviewList']] {
  const { status = 'open', limit = '50', cursor = '0' } = asked;
  const all = [...world.cases.values()]
    .filter((one) => one.status === status && answers(world, one, asked, person))
    .sort(byAge);
  const [from, size] = [Number(cursor || 0), Number(limit)];
  const nextCursor = from + size < all.length ? String(from + size) : '';
  return [200, { cases: all.slice(from, from + size).map((one) => item(world, one)), nextCursor }];
}

function answers(world: World, found: Case, asked: Filter, person: Person): boolean {
  const { reason, language, level, due, holder, mentioned, q } = asked;
  return (
    found.userId !== person.userId &&
    (!reason || found.reasons.includes(reason)) &&
    (!language || ownerOf(world, found)?.language === language) &&
    (!level || found.level === level) &&
    (!due || dueOf(found) === due) &&
    (!holder || holderOf(found) === (holder === 'me' ? person.userId : '')) &&
    (!mentioned || found.mentioned.includes(person.userId)) &&
    (!q || searched(world, found, q.trim().toLowerCase()))
  );
}

/** Beginnings of ids; of names and numbers whole words, as the API knows them by hashes only. */
function searched(world: World, found: Case, q: string): boolean {
  if ([found.caseId, found.userId].some((id) => id.startsWith(q))) return true;
  const name = ownerOf(world, found)?.profile?.fullName?.toLowerCase().split(' ') ?? [];
  return found.number.toLowerCase() === q || q.split(' ').every((word) => name.includes(word));
}

function counts({ world, person }: Asking, asked: Filter): Schemas['ReviewCounts'] {
  const { status = 'open' } = asked;
  const all = [...world.cases.values()].filter(({ userId }) => userId !== person.userId);
  const chosen = WAITING.includes(status) ? all.filter((one) => one.status === status) : [];
  const waits = all.filter((one) => WAITING.includes(one.status));
  const by = (of: (one: Case) => string[]) => {
    const found: Record<string, number> = {};
    for (const key of chosen.flatMap(of)) found[key] = (found[key] ?? 0) + 1;
    return found;
  };
  return {
    found: chosen.filter((one) => answers(world, one, asked, person)).length,
    waiting: Object.fromEntries(
      WAITING.map((one) => [one, all.filter((found) => found.status === one).length]),
    ),
    reasons: by(({ reasons }) => reasons),
    languages: by((one) => [ownerOf(world, one)?.language ?? 'en']),
    levels: by(({ level }) => [level]),
    due: by((one) => [dueOf(one)]),
    mine: waits.filter((one) => holderOf(one) === person.userId).length,
    held: waits.filter((one) => holderOf(one)).length,
    mentioned: waits.filter((one) => one.mentioned.includes(person.userId)).length,
    more: false,
  };
}
