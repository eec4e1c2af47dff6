import { en, type Messages } from './en.js';
export const tr: Messages = { ...en };
