/** The built applications under the policy that the local system and CloudFront send too. */
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { extname, normalize, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { World } from './world.ts';

const DIST = resolve(import.meta.dirname, '..', '..', 'dist');
const EXAMPLES = resolve(import.meta.dirname, '..', '..', 'e2e', 'dist');
const KINDS: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.tflite': 'application/octet-stream',
  '.map': 'application/json',
};

/**
 * `policies`: who may make trusted markup; Vue brings one of its own. `films`: where a managed service
 * films, the policy names its host, and only there.
 */
const policy = (api: string, policies: string, films: boolean): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    `img-src 'self' blob: data: ${api}`,
    "media-src 'self' blob:",
    `connect-src 'self' ${api}${films ? ` ${api.replace('http', 'ws')}` : ''}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${policies}`,
  ].join('; ');

export function site(
  api: string,
  world: Pick<World, 'nets' | 'compress' | 'managed'>,
): RequestListener {
  const headersOf = (path: string) => ({
    'Content-Security-Policy': policy(
      api,
      path.endsWith('/vue.html') ? 'lit-html vestibule vue' : 'lit-html vestibule',
      world.managed,
    ),
    'X-Content-Type-Options': 'nosniff',
    'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
    'Cache-Control': 'no-store',
  });
  return (request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    const headers = headersOf(path);
    if (path.endsWith('config.json')) {
      response.writeHead(200, { ...headers, 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ api, outbox: '' }));
      return;
    }
    if (path.endsWith('.tflite') && !world.nets) {
      response.writeHead(404, headers);
      response.end('no such file\n');
      return;
    }
    readFile(fileOf(path)).then(
      (content) => {
        const kind = KINDS[extname(fileOf(path))]!;
        const packed = world.compress && kind !== KINDS['.tflite'];
        response.writeHead(200, {
          ...headers,
          'Content-Type': kind,
          ...(packed ? { 'Content-Encoding': 'gzip' } : {}),
        });
        response.end(packed ? gzipSync(content) : content);
      },
      () => {
        response.writeHead(404, headers);
        response.end('no such file\n');
      },
    );
  };
}

/** `/` the applicant's site, `/console/` the reviewer's, `/examples/` the framework examples. */
function fileOf(path: string): string {
  const [, first = ''] = path.split('/');
  const place = first === 'examples' ? EXAMPLES : first === 'console' ? DIST : resolve(DIST, 'app');
  const inside = first === 'examples' ? path.slice('/examples'.length) : path;
  const safe = normalize(inside).replace(/^(\.\.[/\\])+/, '');
  return resolve(place, `.${safe.endsWith('/') ? `${safe}index.html` : safe}`);
}
