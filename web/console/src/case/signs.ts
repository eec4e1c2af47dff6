import { html, nothing, type TemplateResult } from 'lit';
import { known, tr, words } from 'vestibule-shell';
import { t } from '../words/index.js';

/** What speaks against the pictures of a document, for a human to look at; nothing where none does. */
export function signsList(signs: readonly string[]): TemplateResult | typeof nothing {
  if (!signs.length) return nothing;
  return html`<h3>${t('case.signs')}</h3>
    <p class="muted">${t('case.signs.hint')}</p>
    <ul>
      ${signs.map((sign) => html`<li>${told(sign)}</li>`)}
    </ul>`;
}

/** A sign in the reviewer's language, with the side it was seen on; a new one by its own word. */
export function told(sign: string): string {
  const [code = '', side = ''] = sign.split(':');
  const what = said(`forged.${code}`, code);
  return side ? `${what} (${said(`case.document.${side}`, side)})` : what;
}

const said = (key: string, code: string): string => (known(key) ? tr(key) : words(code));
