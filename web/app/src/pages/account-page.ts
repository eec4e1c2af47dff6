import { property } from 'lit/decorators.js';
import { Page } from 'vestibule-shell';
import type { App } from '../context.js';

/** A page that shows the account and follows its changes. */
export class AccountPage extends Page {
  @property({ attribute: false }) app!: App;
  private following: App['account'] | undefined;

  protected override willUpdate(): void {
    if (this.following === this.app.account) return;
    this.following?.removeEventListener('change', this.follow);
    this.following = this.app.account;
    this.following.addEventListener('change', this.follow);
  }

  override disconnectedCallback(): void {
    this.following?.removeEventListener('change', this.follow);
    this.following = undefined;
    super.disconnectedCallback();
  }

  private readonly follow = (): void => this.requestUpdate();
}
