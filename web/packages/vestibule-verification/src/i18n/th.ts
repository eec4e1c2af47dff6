import { en, type Messages } from './en.js';
export const th: Messages = { ...en };
