/** The base of every page: plain light DOM, so that one style sheet and native forms serve all. */
import { LitElement, type PropertyValues } from 'lit';
import { state } from 'lit/decorators.js';
import { messageOf } from './problem.js';

export class Page extends LitElement {
  /** Something is under way; buttons wait. */
  @state() protected busy = false;
  /** What went wrong, as a sentence. */
  @state() protected fault = '';
  /** What went well, read out by the live region. */
  @state() protected notice = '';

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** A heading that is drawn anew, because its page has loaded, keeps the focus it had. */
  protected override update(changed: PropertyValues): void {
    const held = document.activeElement;
    const mine = held?.tagName === 'H1' && this.contains(held);
    super.update(changed);
    if (mine && !held.isConnected) this.querySelector<HTMLElement>('h1')?.focus();
  }

  /** Runs a job; its fault becomes a sentence on the page. True when it went well. */
  protected async attempt(job: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.fault = '';
    this.notice = '';
    try {
      await job();
      return true;
    } catch (fault) {
      this.fault = messageOf(fault);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Puts the focus on this page's heading, so that the change of page is heard. */
  async focusHeading(): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>('h1')?.focus();
  }
}
