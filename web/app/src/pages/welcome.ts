import { html, type TemplateResult } from 'lit';
import { Page } from 'vestibule-shell';
import { t } from '../words/index.js';

const STEPS = ['account', 'details', 'face'] as const;

export class WelcomePage extends Page {
  protected override render(): TemplateResult {
    return html`<div class="card wide welcome">
      <h1 tabindex="-1">${t('welcome.title')}</h1>
      <p class="lead">${t('welcome.lead')}</p>
      <ol class="plan">
        ${STEPS.map(
          (step) =>
            html`<li>
              <strong>${t(`welcome.${step}`)}</strong>
              <span class="muted">${t(`welcome.${step}.text`)}</span>
            </li>`,
        )}
      </ol>
      <div class="row">
        <a class="button primary" href="#/sign-up">${t('title.sign_up')}</a>
        <a class="button" href="#/sign-in">${t('sign.in')}</a>
      </div>
    </div>`;
  }
}

customElements.define('page-welcome', WelcomePage);
