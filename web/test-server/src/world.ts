/** What the pretended system knows. A test may look into it and change it. */
import { randomUUID } from 'node:crypto';
import type { Schemas } from './api.ts';
import { Filmed } from '../../e2e/support/filming.ts';

export interface Person {
  userId: string;
  email: string;
  emailVerified: boolean;
  password: string;
  phone: string;
  language: string;
  groups: string[];
  confirmed: boolean;
  onboardingId: string;
  totp: boolean;
  profile: Schemas['ProfileIn'] | undefined;
  verificationId: string;
}

export type State = NonNullable<Schemas['LinkOpened']['state']>;
export type Side = Schemas['Uploaded']['side'];

export interface Verification {
  verificationId: string;
  userId: string;
  status: State;
  attempt: number;
  sides: Side[];
  reasons: string[];
  message: string;
  session: LivenessSession | undefined;
  liveness: 'pending' | 'passed' | 'failed';
}

export interface LivenessSession {
  sessionId: string;
  nonce: string;
  frames: number;
  total: number;
}

export interface Case {
  caseId: string;
  userId: string;
  status: string;
  reasons: string[];
  openedAt: string;
  firstReviewer: string;
  level: string;
  holder: string;
  heldUntil: number;
  /** Of the document that was sent. */
  number: string;
  history: { at: string; kind: string; facts: Record<string, unknown> }[];
  mentioned: string[];
  notes: Schemas['ReviewNote'][];
  attachments: Schemas['ReviewAttachment'][];
}

/** A fault the next calls of a path meet. */
export interface Outage {
  path: string;
  status: number;
  code: string;
  times: number;
}

export const CODE = '123456';
export const PASSWORD = 'Correct-horse-battery-9';

export class World {
  base = '';
  site = '';
  links = new Map<string, { person: Person; browser: string }>();
  people: Person[] = [];
  verifications = new Map<string, Verification>();
  cases = new Map<string, Case>();
  outages: Outage[] = [];
  /** Answers that the API would not give; no test may leave one. */
  faults: string[] = [];
  /** The site has the element's nets. */
  nets = true;
  /** Texts travel packed, as CloudFront sends them. */
  compress = false;
  /** Who verifies; any other than our own has a page of its own. */
  provider = 'in_house';
  calls: { method: string; path: string; body: unknown }[] = [];
  /** What is read of the next picture, and of which fields nothing. */
  reads: Record<string, string> = {
    name: 'DEMO, Anna',
    dateOfBirth: '1991-03-14',
    documentNumber: 'X4471',
    expiry: '2031-05-01',
  };
  unread: Schemas['MissingField'][] = [];
  advice: Schemas['DocumentPreview']['advice'] = [];
  readAt = new Date().toISOString();
  /** How the next liveness checks end; `passed` when empty. */
  liveness: ('passed' | 'failed')[] = [];
  /** A managed service films instead of asking for frames. */
  managed = false;
  filmed = new Filmed();
  /** How the automatic decision goes. */
  decides: (person: Person) => { status: State; reasons: string[] } = (person) =>
    person.profile?.fullName?.includes('Listed')
      ? { status: 'needs_review', reasons: ['watchlist_match'] }
      : { status: 'approved', reasons: [] };

  reset(): void {
    const { base, site } = this;
    Object.assign(this, new World(), { base, site });
  }

  /** Somebody who has signed up already. */
  person(given: Partial<Person> = {}): Person {
    const made: Person = {
      userId: randomUUID(),
      email: 'anna@applicants.example',
      emailVerified: false,
      password: PASSWORD,
      phone: '+306912345678',
      language: 'en',
      groups: [],
      confirmed: true,
      onboardingId: randomUUID(),
      totp: false,
      profile: undefined,
      verificationId: '',
      ...given,
    };
    this.people.push(made);
    return made;
  }

  verificationOf(person: Person): Verification {
    const known = this.verifications.get(person.verificationId);
    if (known && !['expired', 'abandoned'].includes(known.status)) return known;
    const made: Verification = {
      verificationId: randomUUID(),
      userId: person.userId,
      status: 'in_progress',
      attempt: (known?.attempt ?? 0) + 1,
      sides: [],
      reasons: [],
      message: 'We are waiting for your pictures, or looking at them.',
      session: undefined,
      liveness: 'pending',
    };
    this.verifications.set(made.verificationId, made);
    person.verificationId = made.verificationId;
    return made;
  }

  /** Puts a verification into a state, with a case when a person must look. */
  decide(verification: Verification, status: State, reasons: string[]): void {
    const internal = reasons.includes('watchlist_match');
    Object.assign(verification, {
      status,
      reasons: internal ? ['not_confirmed'] : reasons,
      message: MESSAGES[status] ?? 'We could not confirm your identity from what you sent.',
    });
    if (status === 'needs_review') this.open(verification, reasons);
  }

  open(verification: Verification, reasons: string[], openedAt = new Date()): Case {
    const made: Case = {
      caseId: verification.verificationId,
      userId: verification.userId,
      status: 'open',
      reasons,
      openedAt: openedAt.toISOString(),
      firstReviewer: '',
      level: 'default',
      holder: '',
      heldUntil: 0,
      number: 'KN1234567',
      history: [entry('opened', { attempt: verification.attempt })],
      mentioned: [],
      notes: [],
      attachments: [],
    };
    this.cases.set(made.caseId, made);
    return made;
  }
}

const MESSAGES: Record<string, string> = {
  approved: 'Your identity is verified.',
  needs_review: 'A person is looking at your case. We will tell you as soon as it is decided.',
};

export const entry = (kind: string, facts: Record<string, unknown>) => ({
  at: new Date().toISOString(),
  kind,
  facts,
});
