import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import live from './live.config.ts';

/** A port that is free now; the workers of this run are told the same one. */
async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return String(port);
}
process.env.VESTIBULE_FRONT ??= await freePort();

/** The live tests with the names of AWS: CloudFront, API Gateway, and buckets by their host. */
export default defineConfig(live, {
  outputDir: '../test-results/hosts',
  use: {
    ignoreHTTPSErrors: true, // the certificate is this run's own
    // The developer's console has no name of AWS.
    proxy: { server: `http://127.0.0.1:${process.env.VESTIBULE_FRONT}`, bypass: '127.0.0.1' },
  },
});
