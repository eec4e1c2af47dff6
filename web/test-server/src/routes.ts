/** The API's answers; `Handlers` says which there can be, with what body and what answer. */
import { links } from './links.ts';
import { randomUUID } from 'node:crypto';
import { type Handlers, Refusal, type Schemas, tokenOf } from './api.ts';
import { PATH } from '../../e2e/support/filming.ts';
import { levelRoutes } from './levels.ts';
import { reviewRoutes } from './reviews.ts';
import { CODE, entry, type Person, type Side, type Verification, type World } from './world.ts';

/** Paths that need no token. */
export const OPEN = /^\/(auth\/|health|v1\/session-links\/)/;
const GESTURES = ['neutral', 'turn_left', 'smile', 'blink'];
const FRAMES = 2;

const accounts: Handlers = {
  'POST /auth/signup/start': ({ world, body }) => {
    const { email, password, phoneNumber, language } = body;
    if (!/^\+[1-9]/.test(phoneNumber) || phoneNumber.replace(/\D/g, '').length < 9)
      throw new Refusal('phone_invalid', 'this is no phone number');
    const known = world.people.find((person) => person.email === email && person.confirmed);
    if (known) return [202, { onboardingId: randomUUID() }];
    const person = world.person({
      email,
      password,
      phone: phoneNumber,
      language,
      confirmed: false,
    });
    return [202, { onboardingId: person.onboardingId }];
  },
  'POST /auth/signup/confirm': ({ world, body }) => {
    const person = world.people.find((one) => one.onboardingId === body.onboardingId);
    if (!person || body.code !== CODE) throw new Refusal('code_wrong');
    person.confirmed = true;
    return [200, { onboardingId: person.onboardingId, status: 'phone_verified' }];
  },
  'POST /auth/signup/resend': ({ body }) => [202, { onboardingId: body.onboardingId }],
  'POST /auth/login': ({ world, body }) => {
    const person = world.people.find(
      (one) => one.email === body.username && one.password === body.password && one.confirmed,
    );
    if (!person) throw new Refusal('not_authorized');
    return [200, person.totp ? { ...NO_TOKENS, ...challenge() } : tokens(person)];
  },
  'POST /auth/mfa/answer': ({ world, body }) => {
    if (body.code !== CODE) throw new Refusal('code_wrong');
    return [200, tokens(world.people.find((one) => one.email === body.username)!)];
  },
  'POST /auth/refresh': ({ world, body }) => [
    200,
    { ...tokens(world.people.find((one) => one.userId === body.userId)!), refreshToken: null },
  ],
  'POST /auth/logout': () => [204, undefined],
  'POST /auth/password/forgot': () => [204, undefined],
  'POST /auth/password/reset': ({ world, body }) => {
    const person = world.people.find((one) => one.email === body.username);
    if (!person || body.code !== CODE) throw new Refusal('code_wrong');
    person.password = body.password;
    return [204, undefined];
  },
  'POST /auth/email': () => [202, undefined],
  'POST /auth/email/confirm': ({ world, body }) => {
    if (body.code !== CODE) throw new Refusal('code_wrong');
    const person = world.people.find((one) => tokenOf(one) === body.accessToken);
    person!.emailVerified = true;
    return [204, undefined];
  },
  'POST /auth/mfa/enrol': () => [200, { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }],
  'POST /auth/mfa/confirm': ({ world, body }) => {
    if (body.code !== CODE) throw new Refusal('code_wrong');
    const person = world.people.find((one) => tokenOf(one) === body.accessToken);
    if (person) person.totp = true;
    return [204, undefined];
  },
};

const people: Handlers = {
  'GET /me': ({ world, person }) => [
    200,
    {
      userId: person.userId,
      email: person.email,
      emailVerified: person.emailVerified,
      kycStatus: kycOf(world, person),
      registered: true,
      onboarding: {
        onboardingId: person.onboardingId,
        stage: person.profile ? 'kyc_started' : 'phone_verified',
      },
    },
  ],
  'GET /me/profile': ({ person }) => {
    if (!person.profile) throw new Refusal('not_found');
    return [200, { ...person.profile, complete: true }];
  },
  'PUT /me/profile': ({ world, person, body }) => {
    const profile = body;
    if (Date.parse(profile.dateOfBirth) > Date.now()) throw new Refusal('date_of_birth_invalid');
    if (kycOf(world, person) === 'verified' && profile.fullName !== person.profile?.fullName)
      throw new Refusal('profile_frozen');
    person.profile = { ...profile };
    return [200, { ...profile, complete: true }];
  },
  'GET /me/export': ({ person }) => [
    200,
    {
      userId: person.userId,
      exportedAt: later(0),
      account: { email: person.email },
      registry: null,
      profile: person.profile ?? null,
      onboardings: [],
      verifications: [],
      history: [],
      withheld: [],
    },
  ],
  'DELETE /me': ({ world, person }) => {
    world.people = world.people.filter((one) => one !== person);
    const kept = { what: 'audit log', until: '2031-11-21', law: 'EU directive 2015/849 art. 40' };
    return [
      200,
      {
        receiptId: randomUUID(),
        userId: person.userId,
        erasedAt: later(0),
        erased: { pictures: 9 },
        kept: [kept],
        stores: [],
        backupsEndBy: '2026-12-26',
      },
    ];
  },
  'GET /api/kyc/status': ({ world, person }) => [
    200,
    {
      kycStatus: kycOf(world, person),
      provider: person.verificationId ? 'in_house' : null,
      verificationId: person.verificationId || null,
      reason: null,
    },
  ],
};

const pipeline: Handlers = {
  'POST /api/kyc/start-verification': ({ world, person }) => {
    const { verificationId } = world.verificationOf(person);
    const { provider } = world;
    const sessionUrl = `https://${provider.replace('_', '-')}.example/session/1`;
    return [201, { verificationId, provider, expiresAt: later(3600), sessionUrl, sdkToken: null }];
  },
  'POST /upload-id': ({ world, person, query, body, bytes }) => {
    const direct = query.get('mode') !== 'presigned';
    const side = ((direct ? query.get('side') : body.side) ?? 'front') as Side;
    const verification = world.verificationOf(person);
    if (['resubmit_requested', 'rejected'].includes(verification.status)) restart(verification);
    if (direct && bytes.length) verification.sides.push(side);
    const upload = {
      url: `${world.base}/bucket/kyc-id-uploads`,
      fields: { key: `${verification.verificationId}/${side}`, policy: 'mock' },
    };
    return [
      201,
      {
        verificationId: verification.verificationId,
        side,
        expiresAt: later(600),
        sha256: null,
        upload: direct ? null : upload,
      },
    ];
  },
  'POST /start-liveness': ({ world, body }) => {
    const verification = world.verifications.get(body.verificationId)!;
    if (world.managed) return [201, filmedSession(world, verification)];
    const challenges = GESTURES.map((gesture) => ({
      id: randomUUID(),
      gesture,
      prompt: gesture,
      frames: FRAMES,
    }));
    const session = { sessionId: randomUUID(), nonce: randomUUID(), frames: 0 };
    verification.session = { ...session, total: GESTURES.length * FRAMES };
    const { sessionId, nonce } = session;
    return [201, { sessionId, nonce, expiresAt: later(180), challenges, stream: null }];
  },
  'POST /submit-frame': ({ world, person, body }) => {
    const verification = world.verificationOf(person);
    const { session } = verification;
    if (!session || session.sessionId !== body.sessionId || session.nonce !== body.nonce)
      throw new Refusal('session_used');
    if (body.seq !== session.frames + 1) throw new Refusal('frame_out_of_order');
    session.frames += 1;
    if (session.frames === session.total) finish(world, person, verification);
    return [202, { received: session.frames, remaining: session.total - session.frames }];
  },
  'GET /verify': ({ world, query }) => [200, view(world, query.get('verificationId')!)],
  'POST /verify': ({ world, person, body }) => {
    const verification = world.verifications.get(String(body.verificationId))!;
    if (world.managed) {
      if (!verification.session) throw new Refusal('frames_missing');
      if (world.filmed.complete) finish(world, person, verification);
    }
    return [202, view(world, verification.verificationId)];
  },
  'GET /verifications/{verification_id}': ({ world, params }) => [200, view(world, params[0]!)],
  'GET /verifications/{verification_id}/document': ({ world, params }) => {
    const { verificationId, sides } = world.verifications.get(params[0]!)!;
    const fields = sides.length ? world.reads : {};
    const missing = sides.length ? world.unread : [];
    const status = sides.length ? 'read' : 'waiting';
    const readAt = sides.length ? world.readAt : null;
    return [200, { verificationId, status, sides, readAt, fields, missing, advice: world.advice }];
  },
  'POST /verifications/{verification_id}/assistance': ({ world, params }) => {
    const verification = world.verifications.get(params[0]!)!;
    world.decide(verification, 'needs_review', ['assistance_requested']);
    return [202, view(world, params[0]!)];
  },
};

export const routes: Handlers = {
  ...accounts,
  ...people,
  ...pipeline,
  ...reviewRoutes,
  ...levelRoutes,
  ...links,
};

function finish(world: World, person: Person, verification: Verification): void {
  const outcome = world.liveness.shift() ?? 'passed';
  verification.liveness = outcome;
  verification.session = undefined;
  if (outcome === 'failed') {
    verification.reasons = ['turn_left_not_seen'];
    return;
  }
  const { status, reasons } = world.decides(person);
  world.decide(verification, status, reasons);
  world.cases
    .get(verification.verificationId)
    ?.history.push(entry('screened', { status: 'potential_match', matches: 1 }));
}

/** Where the browser films, and with which rights; the clock is the service's. */
function filmedSession(world: World, verification: Verification): Schemas['LivenessStarted'] {
  const [sessionId, nonce] = [randomUUID(), randomUUID()];
  verification.session = { sessionId, nonce, frames: 0, total: 0 };
  const expiresAt = new Date(Date.now() + world.filmed.skew + 180_000).toISOString();
  const url = `${world.base.replace('http', 'ws')}${PATH}`;
  const stream = { ...world.filmed.stream, url, expiresAt };
  return { sessionId, nonce, expiresAt, challenges: [], stream };
}

function restart(verification: Verification): void {
  Object.assign(verification, { status: 'in_progress', sides: [], reasons: [] });
}

function view(world: World, id: string): Schemas['VerificationOut'] {
  const found = world.verifications.get(id);
  if (!found) throw new Refusal('verification_not_found');
  const { verificationId, status, attempt, sides, reasons, message, liveness } = found;
  return {
    verificationId,
    status,
    kycStatus: KYC[status] ?? 'pending',
    assurance: liveness !== 'passed' ? '' : world.managed ? 'high' : 'basic',
    checks: [
      { check: 'document', outcome: sides.length ? 'passed' : 'pending' },
      { check: 'liveness', outcome: liveness },
    ],
    reasons,
    message,
    attempt,
    sides,
  };
}

const KYC: Record<string, Schemas['Me']['kycStatus']> = {
  approved: 'verified',
  rejected: 'rejected',
  expired: 'not_verified',
};

type KycStatus = Schemas['Me']['kycStatus'];
const kycOf = (world: World, person: Person): KycStatus => {
  const found = world.verifications.get(person.verificationId);
  return found ? (KYC[found.status] ?? 'pending') : 'not_verified';
};

const NO_TOKENS = {
  accessToken: null,
  idToken: null,
  refreshToken: null,
  expiresIn: null,
  challenge: null,
  session: null,
};
const challenge = () => ({ challenge: 'SOFTWARE_TOKEN_MFA', session: randomUUID() });
const tokens = (person: Person) => ({
  ...NO_TOKENS,
  accessToken: tokenOf(person),
  idToken: tokenOf(person),
  refreshToken: `refresh-${person.userId}`,
  expiresIn: 3600,
});
const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
