/** The class and its types. Importing this registers nothing and touches no global. */
export { Client } from './client.js';
export type * from './contract.js';
export { type ErrorCategory, type ErrorCode, ERRORS, VerificationError } from './errors.js';
export type * from './events.js';
export type { FaceHinter } from './host.js';
export { LANGUAGES, type Messages, registerLanguage } from './i18n/index.js';
export type { DocumentType, Step } from './machine.js';
export { VestibuleVerification } from './vestibule-verification.js';
