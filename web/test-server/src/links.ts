/** Links with which somebody goes on elsewhere: the first browser that opens one keeps it. */
import { randomUUID } from 'node:crypto';
import { type Handlers, Refusal } from './api.ts';
import type { Person, World } from './world.ts';

const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const hex = () => randomUUID().replaceAll('-', '');

export const links: Handlers = {
  'POST /hand-off': ({ world, person }) => {
    const secret = `vl_${hex()}_${(hex() + hex()).slice(0, 43)}`;
    world.links.set(secret, { person, browser: '' });
    return [201, { url: `${world.site}/verify.html#${secret}`, expiresAt: later(1800) }];
  },
  'POST /v1/session-links/open': ({ world, body }) => {
    const link = world.links.get(String(body.link));
    if (!link || (link.browser && link.browser !== body.browser)) throw new Refusal('link_gone');
    link.browser = String(body.browser);
    const newest = world.verifications.get(link.person.verificationId);
    return [
      200,
      {
        token: `vs_${link.person.userId}`,
        tokenExpiresAt: later(1800),
        expiresAt: later(1800),
        mode: 'live',
        locale: link.person.language,
        redirectUrl: null,
        verificationId: newest?.verificationId ?? null,
        state: newest?.status ?? null,
      },
    ];
  },
};

/** Routes that a session has, too, under its own prefix. */
export const SESSION = /^\/v1\/session(?=\/)/;

export const inSession = (world: World, token: string): Person | undefined =>
  world.people.find((person) => token === `vs_${person.userId}`);
