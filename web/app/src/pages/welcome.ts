import { html, type TemplateResult } from 'lit';
import { Page } from 'vestibule-shell';

const STEPS = [
  ['Open an account', 'With your e-mail address and your phone.'],
  ['Tell us who you are', 'As it is printed on your document.'],
  ['Show your document and your face', 'A picture and a few movements. No app needed.'],
] as const;

export class WelcomePage extends Page {
  protected override render(): TemplateResult {
    return html`<div class="card wide welcome">
      <h1 tabindex="-1">Open your account in a few minutes</h1>
      <p class="lead">You need an identity document, a phone and a camera.</p>
      <ol class="plan">
        ${STEPS.map(
          ([name, text]) =>
            html`<li>
              <strong>${name}</strong>
              <span class="muted">${text}</span>
            </li>`,
        )}
      </ol>
      <div class="row">
        <a class="button primary" href="#/sign-up">Open an account</a>
        <a class="button" href="#/sign-in">Sign in</a>
      </div>
    </div>`;
  }
}

customElements.define('page-welcome', WelcomePage);
