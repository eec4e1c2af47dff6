/** The bucket that takes forms, and drawn pictures for the reviewer's console. */
import type { ServerResponse } from 'node:http';
import type { Side, World } from './world.ts';

type Headers = Record<string, string>;

/** A multipart form with the field `key` (`<verificationId>/<side>`); the file comes last. */
export function bucket(
  world: World,
  url: URL,
  bytes: Buffer,
  response: ServerResponse,
  cors: Headers,
): void {
  const key = /name="key"\r\n\r\n([^\r]+)/.exec(bytes.toString('latin1'))?.[1] ?? '';
  const [id = '', side] = key.split('/') as [string?, Side?];
  const verification = world.verifications.get(id);
  world.calls.push({ method: 'POST', path: url.pathname, body: { key, size: bytes.length } });
  if (verification && side && !verification.sides.includes(side)) verification.sides.push(side);
  response.writeHead(verification ? 204 : 403, cors);
  response.end();
}

/** `/pictures/document-<n>` or `/pictures/frame-<n>`: drawings, nobody's papers. */
export function picture(url: URL, response: ServerResponse, cors: Headers): void {
  const name = url.pathname.split('/').pop() ?? '';
  const number = Number(name.split('-')[1] ?? 0);
  const drawing = name.startsWith('document') ? documentDrawing() : frameDrawing(number);
  response.writeHead(200, { ...cors, 'Content-Type': 'image/svg+xml' });
  response.end(drawing);
}

const HEAD = (x: number, y: number) =>
  `<g transform="translate(${x} ${y})"><path d="M-90 150a90 95 0 0 1 180 0z" fill="#446"/>` +
  '<ellipse rx="55" ry="68" fill="#e0b48f"/><path d="M-57-15a57 62 0 0 1 114 0q-57-30-114 0" fill="#432"/>' +
  '<circle cx="-20" cy="-2" r="5"/><circle cx="20" cy="-2" r="5"/></g>';

const documentDrawing = () =>
  '<svg xmlns="http://www.w3.org/2000/svg" width="860" height="600" viewBox="0 0 860 600" font-family="monospace">' +
  '<rect width="860" height="600" fill="#dfe8e6"/><rect x="40" y="90" width="230" height="300" fill="#fff"/>' +
  `${HEAD(155, 220)}<g font-size="26" fill="#223"><text x="40" y="60">UTOPIA · SPECIMEN</text>` +
  '<text x="310" y="140">LISTED-TEST</text><text x="310" y="210">VIKTOR</text>' +
  '<text x="310" y="280">12.04.1961</text><text x="310" y="350">KN1234567</text>' +
  '<text x="40" y="480">P&lt;UTOLISTED&lt;TEST&lt;&lt;VIKTOR&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;</text>' +
  '<text x="40" y="530">KN12345673UTO6104120M3011059&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;08</text></g></svg>';

const frameDrawing = (number: number) =>
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480" viewBox="0 0 640 480">' +
  `<rect width="640" height="480" fill="hsl(${190 + number * 4} 18% 70%)"/>` +
  `<g transform="translate(0 60) scale(1.6)">${HEAD(170 + 18 * Math.sin(number), 110)}</g></svg>`;
