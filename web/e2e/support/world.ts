/**
 * A test's own world in the tests' server (`e2e/server`): people and cases are put into it, and it is
 * asked what the application has kept.
 */
export interface Person {
  userId: string;
  email: string;
  password: string;
  tokens: { idToken: string; accessToken: string; refreshToken: string; seconds: number };
}

interface Someone {
  userId?: string;
  email?: string;
  phone?: string;
  language?: string;
  /** Staff have a second factor, as they must; its code is `CODE`. */
  groups?: string[];
  totp?: boolean;
  profile?: Profile;
}

export interface Profile {
  fullName: string;
  dateOfBirth: string;
  nationality: string;
  address: string;
}

/** What is kept of somebody who has an account. */
export interface Known {
  userId: string;
  emailVerified: boolean;
  profile: Profile | null;
  verification: { verificationId: string; state: string; sides: string[] } | null;
}

export type Standing =
  'in_progress' | 'needs_review' | 'resubmit_requested' | 'approved' | 'rejected';

/** A case as the application has stored it. */
export interface Case {
  caseId: string;
  userId: string;
  status: string;
  holder: string;
  mentioned: string[];
  notes: { word: string; text: string; attached: string[] }[];
  attachments: { digest: string; kind: string; size: number; reviewer: string }[];
}

export interface Opening {
  reasons: string[];
  hoursAgo: number;
  userId?: string;
  /** Declared and read; without, the two differ by a word. */
  fullName?: string;
  number?: string;
  language?: string;
}

/** Where a managed service films, and what lets a browser film there. */
export interface Lent {
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** How that service has ended a session; `picture` is its best one, in Base64. */
export interface Ended {
  sessionId: string;
  status: 'SUCCEEDED' | 'FAILED';
  confidence: number;
  picture: string;
}

export interface Call {
  method: string;
  path: string;
  body: unknown;
}

export const PASSWORD = 'Correct-horse-battery-9';
/** Of an authenticator; of the mails that confirm an address and that bring a new password. */
export const CODE = '123456';
export const EMAIL_CODE = '112233';
export const RESET_CODE = '654321';

export class World {
  /** `control`: where the commands of this worker's place go. */
  constructor(private readonly control: string) {}

  /** Somebody who has signed up already. */
  person(given: Someone = {}): Promise<Person> {
    return this.tell('person', given);
  }

  /** The six digits of the newest text message. */
  code(): Promise<string> {
    return this.tell('code');
  }

  /** The newest text message; each mail's template and link. */
  sent(): Promise<{ text: string; mails: [string, string][] }> {
    return this.tell('sent');
  }

  known(email: string): Promise<Known | null> {
    return this.tell('known', { email });
  }

  /** Has sent a document, and stands so; the verification's id. */
  standing({ userId }: Person, status: Standing, reasons: string[] = []): Promise<string> {
    return this.tell('standing', { userId, status, reasons });
  }

  /** Whether the account may be used. */
  enable({ userId }: Person, enabled: boolean): Promise<void> {
    return this.tell('enabled', { userId, enabled });
  }

  /** A link to the hosted page for this person. */
  link({ userId }: Person): Promise<string> {
    return this.tell('link', { userId });
  }

  /** Pictures lie there unread; or fronts are a card's back, whose zone says no birth date. */
  reading(how: { waits?: boolean; turned?: boolean }): Promise<void> {
    return this.tell('reading', how);
  }

  /** Names that a list finds; sessions in which no movement will be seen. */
  finds(what: { listed?: string[]; blind?: number }): Promise<void> {
    return this.tell('found', what);
  }

  /** A managed service films there, if the setting says so. */
  films(lent: Lent): Promise<void> {
    return this.tell('films', lent);
  }

  filmed(ended: Ended): Promise<void> {
    return this.tell('filmed', ended);
  }

  /** The next calls of a path fail. */
  outage(path: string, status: number, code: string, times: number): Promise<void> {
    return this.tell('outage', { path, status, code, times });
  }

  async case(opening: Opening): Promise<Case> {
    return (await this.cases([opening]))[0]!;
  }

  cases(openings: Opening[]): Promise<Case[]> {
    return this.tell('cases', { cases: openings });
  }

  /** The case as it is now. */
  now({ caseId }: Case): Promise<Case> {
    return this.tell('case', { caseId });
  }

  /** Another reviewer takes it over and decides. */
  decided({ caseId }: Case, approved: boolean, reasons: string[] = []): Promise<Case> {
    return this.tell('decided', { caseId, approved, reasons });
  }

  /** The level `default` asks for 18 years, and for 40 in shadow; three are approved under it. */
  levelWithAnotherInShadow(): Promise<void> {
    return this.tell('beside');
  }

  /** Somebody was approved before the level `default` asked for more. */
  approvalUnderARaisedLevel(): Promise<void> {
    return this.tell('raised');
  }

  /** What the pages have called, in order. */
  calls(): Promise<Call[]> {
    return this.tell('calls');
  }

  /** From now on it is this moment. */
  stopAt(moment: Date): Promise<void> {
    return this.tell('time', { stopsAt: moment.toISOString() });
  }

  async tell<T>(command: string, asked: object = {}): Promise<T> {
    return told<T>(`${this.control}/${command}`, asked);
  }
}

/** Asks the tests' server; what it cannot do fails the test. */
export async function told<T>(url: string, asked: object = {}, method = 'POST'): Promise<T> {
  const answer = await fetch(url, { method, body: JSON.stringify(asked) });
  if (!answer.ok) throw new Error(`the tests' server: ${await answer.text()}`);
  return (await answer.json()) as T;
}
