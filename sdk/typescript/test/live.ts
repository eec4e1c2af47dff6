/** A backend against the real application, started by tests/sdk: prints what it saw. */
import assert from 'node:assert/strict';
import { NotFound, Unprocessable, Vestibule } from '../src/index.js';

const vestibule = new Vestibule({
  apiKey: process.env['KEY']!,
  baseUrl: process.env['VESTIBULE']!,
});
async function all<T>(many: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of many) found.push(one);
  return found;
}
const claims = {
  fullName: 'Sandbox Approved',
  dateOfBirth: '1991-03-14',
  nationality: 'CYP',
};

const person = await vestibule.applicants.create({
  externalUserId: 't-1',
  claims,
});
assert.deepEqual(await vestibule.applicants.find('t-1'), person);
assert.equal(await vestibule.applicants.find('nobody'), undefined);
const once = { idempotencyKey: 'order-1' };
await vestibule.applicants.create({ externalUserId: 't-2' }, once);
await assert.rejects(vestibule.applicants.create({ externalUserId: 't-3' }, once), Unprocessable);
await assert.rejects(vestibule.verifications.get(crypto.randomUUID()), NotFound);

const { url } = await vestibule.sessions.create(person.id, { ttl: 600 });
assert.match(url, /#vl_/);
const attempt = await vestibule.verifications.create(person.id);
const played = await vestibule.sandbox.advance(attempt.id);
const seen = await vestibule.verifications.get(attempt.id);
const events = await all(vestibule.events.iterate({ limit: 1 }));
const people = await all(vestibule.applicants.iterate({ limit: 1 }));
const open = await all(vestibule.verifications.iterate({ state: 'created' }));

const hook = await vestibule.webhookEndpoints.create({
  url: 'https://shop.example/hooks',
});
await vestibule.webhookEndpoints.update(hook.id, { enabled: false });
assert.equal((await vestibule.webhookEndpoints.all())[0]?.enabled, false);
await vestibule.webhookEndpoints.delete(hook.id);
await vestibule.sessions.deleteAll(person.id);

console.log(
  played.state,
  seen.attributes?.['name']?.value,
  events.at(-1)?.type,
  people.length,
  open.length,
);
