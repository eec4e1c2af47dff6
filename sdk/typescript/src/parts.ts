/**
 * The routes by noun. Each call is one of the generated functions, and answers or throws.
 *
 * Whatever writes takes `idempotencyKey`: name one (e.g. your order's number), and the same call after
 * a crash of yours answers as the first time, for a day. Without it every call has its own.
 */
import { NotFound } from './errors.js';
import type { Client } from './generated/client/index.js';
import * as api from './generated/sdk.gen.js';
import type {
  ApplicantIn,
  ApplicantList,
  ApplicantOut,
  ChipIn,
  ChipTaken,
  DeliveryOut,
  DeliveryPage,
  EndpointChange,
  EndpointIn,
  EndpointOut,
  EndpointRotation,
  ErasureReceipt,
  EventOut,
  EventPage,
  FaceTaken,
  FactsIn,
  RelationshipOut,
  ScenarioOut,
  SessionIn,
  SessionOut,
  Uploaded,
  VerificationPage,
  VerificationsListData,
  VerificationSummary,
  VerificationView,
} from './generated/types.gen.js';

export interface Writing {
  idempotencyKey?: string;
}
interface Paging {
  limit?: number;
  cursor?: string;
}
type Filter = NonNullable<VerificationsListData['query']>;

const keyed = ({ idempotencyKey }: Writing = {}) =>
  idempotencyKey === undefined ? {} : { headers: { 'Idempotency-Key': idempotencyKey } };

type Picture = Blob | Uint8Array<ArrayBuffer>;

/** The bytes, and what kind of picture they are. */
async function asPicture(picture: Picture, writing: Writing) {
  const body = picture instanceof Blob ? picture : new Blob([picture]);
  const begin = new Uint8Array(await body.slice(0, 1).arrayBuffer())[0];
  const kind = begin === 0x89 ? 'image/png' : 'image/jpeg';
  return { body, headers: { ...keyed(writing).headers, 'Content-Type': kind } };
}

/** Page by page, as they are asked for. */
async function* pages<Page extends { nextCursor: string }, One>(
  ask: (cursor: string) => Promise<Page>,
  of: (page: Page) => One[],
): AsyncGenerator<One, void, undefined> {
  for (let cursor = ''; ;) {
    const page = await ask(cursor);
    yield* of(page);
    cursor = page.nextCursor;
    if (!cursor) return;
  }
}

class Part {
  readonly #http: Client;
  constructor(http: Client) {
    this.#http = http;
  }
  /** What every call says. */
  protected get on() {
    return { client: this.#http, throwOnError: true } as const;
  }
}

/** Your people, by your own ids. */
export class Applicants extends Part {
  /** The applicant with this id of yours; made if there is none. */
  async create(body: ApplicantIn, writing?: Writing): Promise<ApplicantOut> {
    return (await api.applicantsCreate({ ...this.on, body, ...keyed(writing) })).data;
  }
  /** One, by our id. */
  async get(id: string): Promise<ApplicantOut> {
    return (await api.applicantsGet({ ...this.on, path: { applicant_id: id } })).data;
  }
  /** One, by yours. */
  async find(externalUserId: string): Promise<ApplicantOut | undefined> {
    try {
      const { data } = await api.applicantsList({
        ...this.on,
        query: { externalUserId },
      });
      return data.applicants[0];
    } catch (error) {
      if (error instanceof NotFound) return undefined;
      throw error;
    }
  }
  /** One page; `nextCursor` is empty on the last one. */
  async page(query: Paging = {}): Promise<ApplicantList> {
    return (await api.applicantsList({ ...this.on, query })).data;
  }
  iterate({ limit = 50 }: { limit?: number } = {}) {
    return pages<ApplicantList, ApplicantOut>(
      (cursor) => this.page({ limit, cursor }),
      (page) => page.applicants,
    );
  }
  /** Removes all data; the receipt says what law keeps, and until when. */
  async delete(id: string): Promise<ErasureReceipt> {
    return (await api.applicantsDelete({ ...this.on, path: { applicant_id: id } })).data;
  }
  /** Since when this person is no customer of yours any more; null: they are one again. */
  async relationshipEnded(id: string, endedAt: Date | null): Promise<RelationshipOut> {
    const body = { endedAt: endedAt?.toISOString() ?? null };
    const path = { applicant_id: id };
    return (await api.applicantsPutRelationship({ ...this.on, path, body })).data;
  }
}

/** Links to the hosted page, and tokens for an element of your own. */
export class Sessions extends Part {
  /** A page for one person and one browser; `ttl` in seconds. */
  async create(applicantId: string, body: SessionIn = {}, writing?: Writing): Promise<SessionOut> {
    const path = { applicant_id: applicantId };
    return (await api.sessionsCreate({ ...this.on, path, body, ...keyed(writing) })).data;
  }
  /** Every link and token of this person is over, at once. */
  async deleteAll(applicantId: string): Promise<void> {
    await api.sessionsDeleteAll({
      ...this.on,
      path: { applicant_id: applicantId },
    });
  }
}

/** Attempts, and what came of them. */
export class Verifications extends Part {
  /** The applicant's open attempt, or a new one. */
  async create(applicantId: string, writing?: Writing): Promise<VerificationView> {
    const path = { applicant_id: applicantId };
    return (await api.verificationsCreate({ ...this.on, path, ...keyed(writing) })).data;
  }
  /** One; `attributes`, `internal` and `evidence` by the key's scopes. */
  async get(id: string): Promise<VerificationView> {
    return (await api.verificationsGet({ ...this.on, path: { verification_id: id } })).data;
  }
  /** One page of those of one applicant, or in one state; it may be shorter than `limit`. */
  async page(query: Filter): Promise<VerificationPage> {
    return (await api.verificationsList({ ...this.on, query })).data;
  }
  iterate(query: Omit<Filter, 'cursor'>) {
    return pages<VerificationPage, VerificationSummary>(
      (cursor) => this.page({ ...query, cursor }),
      (page) => page.verifications,
    );
  }
  /** Ends an open attempt. */
  async cancel(id: string, writing?: Writing): Promise<VerificationView> {
    const path = { verification_id: id };
    return (await api.verificationsCancel({ ...this.on, path, ...keyed(writing) })).data;
  }
  /** A new attempt after one that ended. */
  async retry(id: string, writing?: Writing): Promise<VerificationView> {
    const path = { verification_id: id };
    return (await api.verificationsRetry({ ...this.on, path, ...keyed(writing) })).data;
  }
  /** What only you know about the occasion and the device, for the level's conditions. */
  async facts(id: string, body: FactsIn): Promise<VerificationView> {
    const path = { verification_id: id };
    return (await api.verificationsPutFacts({ ...this.on, path, body })).data;
  }
  /** What your own app read from the document's chip, once its picture has been read. */
  async chip(id: string, body: ChipIn, writing?: Writing): Promise<ChipTaken> {
    const path = { verification_id: id };
    return (await api.verificationsChip({ ...this.on, path, body, ...keyed(writing) })).data;
  }
  /** A JPEG or PNG that your own app took of the document. */
  async document(
    id: string,
    picture: Picture,
    { side = 'front', ...writing }: { side?: 'front' | 'back' } & Writing = {},
  ): Promise<Uploaded> {
    const { body, headers } = await asPicture(picture, writing);
    const path = { verification_id: id };
    const given = { ...this.on, path, query: { side }, body, headers };
    return (await api.verificationsDocuments(given)).data;
  }
  /** A JPEG or PNG that your own app took of the person's face. */
  async face(id: string, picture: Picture, writing: Writing = {}): Promise<FaceTaken> {
    const { body, headers } = await asPicture(picture, writing);
    const path = { verification_id: id };
    return (await api.verificationsFace({ ...this.on, path, body, headers })).data;
  }
}

/** The log of everything that happens. */
export class Events extends Part {
  /** What happened behind a position; keep the answer's `after`. */
  async page(query: { after?: string; limit?: number } = {}): Promise<EventPage> {
    return (await api.eventsList({ ...this.on, query })).data;
  }
  /**
   * Everything behind a position until now, in the order of the log. Keep the last one's `position`:
   * `after: String(position)` goes on from there.
   */
  async *iterate({ after = '', limit = 50 } = {}): AsyncGenerator<EventOut, void, undefined> {
    for (let more = true; more;) {
      const page = await this.page({ after, limit });
      yield* page.events;
      ({ after, more } = page);
    }
  }
}

/** Where events are told. */
export class WebhookEndpoints extends Part {
  /** A new one; `secret` is shown now and never again. */
  async create(body: EndpointIn, writing?: Writing): Promise<EndpointOut> {
    return (await api.webhookEndpointsCreate({ ...this.on, body, ...keyed(writing) })).data;
  }
  /** Those of the mode of the key. */
  async all(): Promise<EndpointOut[]> {
    return (await api.webhookEndpointsList(this.on)).data.endpoints;
  }
  /** What is left out stays. */
  async update(id: string, body: EndpointChange): Promise<EndpointOut> {
    return (
      await api.webhookEndpointsUpdate({
        ...this.on,
        path: { endpoint_id: id },
        body,
      })
    ).data;
  }
  /** Nothing is told there any more. */
  async delete(id: string): Promise<void> {
    await api.webhookEndpointsDelete({ ...this.on, path: { endpoint_id: id } });
  }
  /** A new secret; the one so far signs, too, for as long as you say. */
  async rotate(id: string, body: EndpointRotation = {}, writing?: Writing): Promise<EndpointOut> {
    const path = { endpoint_id: id };
    return (
      await api.webhookEndpointsRotate({
        ...this.on,
        path,
        body,
        ...keyed(writing),
      })
    ).data;
  }
  /** Sends `endpoint.ping`; its id. */
  async ping(id: string, writing?: Writing): Promise<string> {
    const path = { endpoint_id: id };
    return (await api.webhookEndpointsPing({ ...this.on, path, ...keyed(writing) })).data.eventId;
  }
  /** Tells an event again. */
  async resend(id: string, eventId: string, writing?: Writing): Promise<string> {
    const given = { path: { endpoint_id: id }, body: { eventId } };
    return (
      await api.webhookEndpointsResend({
        ...this.on,
        ...given,
        ...keyed(writing),
      })
    ).data.eventId;
  }
  /** What was told and what was answered, the newest first. */
  async deliveriesPage(id: string, query: Paging = {}): Promise<DeliveryPage> {
    const path = { endpoint_id: id };
    return (await api.webhookEndpointsGetDeliveries({ ...this.on, path, query })).data;
  }
  deliveries(id: string, { limit = 50 }: { limit?: number } = {}) {
    return pages<DeliveryPage, DeliveryOut>(
      (cursor) => this.deliveriesPage(id, { limit, cursor }),
      (page) => page.deliveries,
    );
  }
}

/** Test mode: with a key `vk_test_…` alone. */
export class Sandbox extends Part {
  /** Everything it can play. */
  async scenarios(): Promise<ScenarioOut[]> {
    return (await api.sandboxGetScenarios(this.on)).data.scenarios;
  }
  /** A JPEG that chooses the scenario: send it as the document of an attempt. */
  async document(scenario: string): Promise<Uint8Array<ArrayBuffer>> {
    const { image } = (await api.sandboxGetDocument({ ...this.on, query: { scenario } })).data;
    return Uint8Array.from(atob(image), (letter) => letter.charCodeAt(0));
  }
  /** The next step of a scenario: the named one, or the one that document or claims choose. */
  async advance(id: string, scenario?: string, writing?: Writing): Promise<VerificationView> {
    const body = scenario === undefined ? {} : { scenario };
    const path = { verification_id: id };
    return (await api.sandboxAdvance({ ...this.on, path, body, ...keyed(writing) })).data;
  }
  /** The applicant's time moves on: what runs out by then ends. */
  async passDays(id: string, days: number, writing?: Writing): Promise<VerificationView> {
    const path = { verification_id: id };
    return (await api.sandboxAdvance({ ...this.on, path, body: { days }, ...keyed(writing) })).data;
  }
}
