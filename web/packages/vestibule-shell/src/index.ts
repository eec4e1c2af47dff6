/** What the two applications share: configuration, session, API, routes, forms and looks. */
export * from './api.js';
export * from './company.js';
export * from './config.js';
export * from './element.js';
export * from './format.js';
export * from './forms.js';
export * from './problem.js';
export * from './router.js';
export * from './session.js';
export * from './sign-in.js';
export * from './speech.js';
export type * from './wire.js';
export type { ShellKey } from './words/en.js';
