/** The reviewers' part of the API: the case, and the decision. */
import { createHash } from 'node:crypto';
import { type Handlers, Refusal, type Schemas } from './api.ts';
import { caseOf, deskRoutes, FOUR_EYES, item, refuseHeld } from './queue.ts';
import { type Case, entry, type World } from './world.ts';

/** By their first bytes; a PNG is kept as JPEG. */
const KINDS: Record<string, Schemas['ReviewAttachment']['kind']> = {
  '%PDF-': 'application/pdf',
  '\x89PNG\r': 'image/jpeg',
};
const POSES = ['neutral', 'turn_left', 'smile', 'blink'];

export const reviewRoutes: Handlers = {
  ...deskRoutes,
  'GET /reviews/{case_id}': ({ world, params, person }) => {
    const found = caseOf(world, params[0]!);
    const answer = {
      case: item(world, found),
      declared: declared(world, found),
      notes: found.notes,
      attachments: found.attachments,
      ...evidence(world, found),
      history: [...found.history],
    };
    found.history.push(entry('viewed', { reviewer: person.userId }));
    found.mentioned = found.mentioned.filter((one) => one !== person.userId);
    return [200, answer];
  },
  'POST /reviews/{case_id}/attachments': ({ world, params, person, bytes }) => {
    const found = caseOf(world, params[0]!);
    const kind = KINDS[bytes.subarray(0, 5).toString('latin1')];
    if (!kind) throw new Refusal('attachment_type_unsupported');
    if (bytes.includes('/JavaScript')) throw new Refusal('attachment_runs');
    const digest = createHash('sha256').update(bytes).digest('hex');
    const at = new Date().toISOString();
    const file = { digest, kind, size: bytes.length, reviewer: person.userId, at };
    found.attachments.push(file);
    const { reviewer, size } = file;
    found.history.push(entry('attached', { reviewer, digest, kind, bytes: size }));
    return [201, file];
  },
  'GET /reviews/{case_id}/attachments/{digest}': ({ world, params, person }) => {
    const found = caseOf(world, params[0]!);
    const [, digest] = params;
    if (!found.attachments.some((file) => file.digest === digest))
      throw new Refusal('attachment_not_found');
    found.history.push(entry('attachment_opened', { reviewer: person.userId, digest }));
    return [200, { link: `${world.base}/pictures/document-1`, seconds: 300 }];
  },
  'POST /reviews/{case_id}/decision': ({ world, params, person, body }) => {
    const found = caseOf(world, params[0]!);
    if (!['open', 'second_review'].includes(found.status))
      throw new Refusal('case_already_decided');
    refuseHeld(found, person);
    found.holder = '';
    const { approved, askAgain, reasons = [], note } = body;
    if (!approved && !reasons.length) throw new Refusal('reason_unknown');
    const twice = approved && found.reasons.some((reason) => FOUR_EYES.includes(reason));
    if (twice && found.firstReviewer === person.userId) throw new Refusal('four_eyes');
    found.notes.push({
      reviewer: person.userId,
      at: new Date().toISOString(),
      word: askAgain ? 'asked_again' : approved ? 'approved' : 'rejected',
      reasons,
      text: note,
      mentions: [],
      attached: [],
    });
    found.history.push(
      entry('reviewed', { approved: askAgain ? null : approved, reasons, reviewer: person.userId }),
    );
    if (twice && found.status === 'open') {
      Object.assign(found, { status: 'second_review', firstReviewer: person.userId });
      return [200, item(world, found)];
    }
    const decided = approved ? 'approved' : 'rejected';
    found.status = askAgain ? 'asked_again' : decided;
    const verification = world.verifications.get(found.caseId);
    const state = askAgain ? 'resubmit_requested' : decided;
    if (verification) world.decide(verification, state, reasons);
    return [200, item(world, found)];
  },
};

function declared(world: World, found: Case) {
  const person = world.people.find((one) => one.userId === found.userId);
  if (!person?.profile) return null;
  const { fullName, dateOfBirth, nationality } = person.profile;
  return { fullName, dateOfBirth, nationality };
}

const field = (value: string, confidence: number, source: string) => ({
  value,
  confidence,
  source,
});

/** Print and zone say something else. */
const TWO_NUMBERS = {
  ...field('KN1234561', 99, 'mrz'),
  printed: 'KN1234567',
  zone: 'KN1234561',
};

function evidence(world: World, found: Case) {
  const listed = found.reasons.includes('watchlist_match');
  const differs = found.reasons.includes('data_mismatch');
  const unreadable = found.reasons.includes('document_unreadable');
  return {
    fields: {
      name: field('Viktor Listed-Test', 97.2, 'both'),
      dateOfBirth: field('1961-04-12', 99.1, 'mrz'),
      ...(unreadable
        ? {}
        : { documentNumber: differs ? TWO_NUMBERS : field('KN1234567', 62.4, 'printed') }),
      nationality: field('UTO', 99, 'mrz'),
      expiry: field('2030-11-05', 98.8, 'mrz'),
    },
    missing: unreadable ? ['documentNumber'] : [],
    differences: differs ? ['name', ...(unreadable ? [] : ['documentNumber:mrz'])] : [],
    signs: [],
    matches: listed ? [MATCH] : [],
    liveness: {
      state: 'passed',
      reasons: [],
      similarity: [98.1, 97.4, 91.2, 93.3, 95.8, 96.4, 90.1, 92.7],
      assurance: 'basic',
      gestures: POSES,
      portrait: [0.082, 0.22, 0.196, 0.32],
    },
    outlines: OUTLINES.filter(({ field }) => !unreadable || field !== 'documentNumber'),
    sides: ['front'],
    documentLinks: [`${world.base}/pictures/document-1`],
    frameLinks: [...Array(8).keys()].map((n) => `${world.base}/pictures/frame-${n}`),
  };
}

/** On the drawing of 860 by 600: left, top, right, bottom. */
const stands = (
  field: string,
  source: 'print' | 'zone',
  left: number,
  top: number,
  right: number,
  bottom: number,
): Schemas['Outline'] => ({
  field,
  side: 'front',
  source,
  corners: [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ].map(([x, y]) => [x! / 860, y! / 600]),
});

const OUTLINES = [
  stands('name', 'print', 306, 114, 490, 148),
  stands('name', 'print', 306, 184, 406, 218),
  stands('dateOfBirth', 'print', 306, 254, 468, 288),
  stands('documentNumber', 'print', 306, 324, 454, 358),
  stands('name', 'zone', 118, 456, 440, 488),
  stands('documentNumber', 'zone', 36, 506, 184, 538),
  stands('dateOfBirth', 'zone', 242, 506, 338, 538),
];

const MATCH = {
  list: 'ofac',
  entryId: '99001',
  name: 'LISTED-TEST, Viktor',
  score: 0.9731,
  birthDate: 'same_day',
  programmes: ['TEST'],
  parts: [
    { asked: 'viktor', listed: 'viktor', likeness: 1 },
    { asked: 'listed', listed: 'listed', likeness: 1 },
    { asked: 'test', listed: 'test', likeness: 1 },
  ],
};
