/** What an applicant's session is: asked of the server, so that no page can forget it. */
import type { ReactiveController } from 'lit';
import type { SessionAnswer } from '../contract.js';
import type { Host } from '../host.js';
import type { FlowState } from '../machine.js';

export class SessionController implements ReactiveController {
  private told: SessionAnswer | undefined;

  constructor(private readonly host: Host) {
    host.addController(this);
  }

  hostConnected(): void {
    this.told = undefined;
  }

  /** Asks, where there is a session; without an answer the server still refuses what is not asked. */
  async learn(): Promise<void> {
    this.told = await this.host.client.session().catch(() => undefined);
    this.host.requestUpdate();
  }

  get test(): boolean {
    return this.told?.mode === 'test';
  }

  get asksDocument(): boolean {
    return this.told?.steps?.includes('document') ?? true;
  }

  /** What was kept before a reload, without the document where it is not asked for. */
  fitted(saved: Partial<FlowState> | undefined): Partial<FlowState> | undefined {
    return this.asksDocument || !saved ? saved : { ...saved, sides: [] };
  }

  /** The attempt whose document is read already. */
  get going(): string {
    return this.asksDocument ? '' : (this.told?.verificationId ?? '');
  }
}
