/** A system to test the two applications against: the built site, the API, the bucket. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { World } from './world.ts';
import { api } from './api.ts';
import { films } from '../../e2e/support/filming.ts';
import { site } from './site.ts';

export { type Person, type Verification, World } from './world.ts';

export interface Running {
  world: World;
  /** Addresses without a slash at their end. */
  site: string;
  api: string;
  stop: () => Promise<void>;
}

/** Two origins on free ports, as in production: what the browser's CORS rules forbid fails here. */
export async function start(): Promise<Running> {
  const world = new World();
  const back = await listen((request, response) => api(world, request, response));
  films(back, () => world.filmed);
  const apiUrl = urlOf(back);
  world.base = apiUrl;
  const front = await listen(site(apiUrl, world));
  world.site = urlOf(front);
  return {
    world,
    site: urlOf(front),
    api: apiUrl,
    stop: async () => {
      await Promise.all([front, back].map(close));
    },
  };
}

const listen = (handler: RequestListener) =>
  new Promise<Server>((done) => {
    const server = createServer(handler);
    server.listen(0, '127.0.0.1', () => done(server));
  });

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const close = (server: Server) =>
  new Promise<void>((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
