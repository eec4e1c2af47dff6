import { html, type TemplateResult } from 'lit';
import { field } from 'vestibule-shell';
import { t } from '../words/index.js';

/** The password again, and the present code if there is one: a stolen session changes nothing. */
export function knownSecrets(): TemplateResult {
  return html`${field({
    name: 'password',
    label: t('sign.password'),
    type: 'password',
    autocomplete: 'current-password',
    maxlength: 256,
  })}
  ${field({
    name: 'code',
    label: t('sign.code'),
    hint: t('sign.code.hint'),
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    pattern: '[0-9]{6}',
    maxlength: 6,
    required: false,
  })}`;
}
