/** The steps that load when they are entered: brought once, with their words. */
import { html, type TemplateResult } from 'lit';
import { VerificationError } from '../errors.js';
import type { Host, Part } from '../host.js';
import type { Step } from '../machine.js';
import { PARTS, type PartName } from '../part-loaders.js';
import { icon } from '../views/icons.js';
import { cancelButton, errorNote, heading, stepper, waiting } from '../views/parts.js';

const KIT = { icon, heading, errorNote, cancelButton, stepper, waiting };

/** The part that shows a step. */
export const PART_OF: Partial<Record<Step, PartName>> = {
  document: 'document',
  read: 'read',
  liveness: 'face',
};

export class Parts {
  readonly known: Partial<Record<PartName, Part>> = {};
  /** One could not be loaded; trying again may help. */
  private missing = false;

  constructor(
    private readonly host: Host,
    /** Brings the words of the parts. */
    private readonly words: () => Promise<void>,
  ) {}

  get any(): boolean {
    return Object.keys(this.known).length > 0;
  }

  async load(name: PartName): Promise<void> {
    if (this.known[name]) return;
    this.missing = false;
    try {
      const [{ open }] = await Promise.all([PARTS[name](), this.words()]);
      this.known[name] ??= open(this.host, KIT);
    } catch (cause) {
      this.missing = true;
      this.host.report(new VerificationError('network_failed', { cause }));
    }
    this.host.requestUpdate();
    await this.host.updateComplete;
  }

  view(name: PartName): TemplateResult {
    const part = this.known[name];
    if (part) return part.view();
    const { t } = this.host;
    if (!this.missing) return waiting(t('part.loading'));
    return html`${heading(t('error.network_failed'))}
      <button class="primary" part="button primary-button" @click=${() => void this.load(name)}>
        ${t('action.retry')}
      </button>`;
  }

  reset(): void {
    for (const part of Object.values(this.known)) part.reset();
  }
}
