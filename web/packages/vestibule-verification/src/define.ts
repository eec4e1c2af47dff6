/** Registers `<vestibule-verification>`, once, and only where there is a registry (not on a server). */
import type { VestibuleEventMap } from './events.js';
import { VestibuleVerification } from './vestibule-verification.js';

export const TAG = 'vestibule-verification';

if (typeof customElements !== 'undefined' && !customElements.get(TAG))
  customElements.define(TAG, VestibuleVerification);

declare global {
  interface HTMLElementTagNameMap {
    'vestibule-verification': VestibuleVerification;
  }
  interface HTMLElementEventMap extends VestibuleEventMap {}
}
