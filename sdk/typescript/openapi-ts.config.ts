import { defineConfig } from '@hey-api/openapi-ts';

/** `python sdk/document.py typescript` writes what is read here. */
export default defineConfig({
  input: process.env.DOCUMENT ?? 'openapi.json',
  output: { path: 'src/generated', importFileExtension: '.js' },
  logs: { level: 'silent', file: false },
  plugins: ['@hey-api/typescript', '@hey-api/client-fetch', '@hey-api/sdk'],
});
