import { html, nothing, type TemplateResult } from 'lit';
import {
  type Api,
  fileSize,
  type ReviewAttachment,
  type ReviewCase,
  type ReviewLink,
  type ReviewNotes,
} from 'vestibule-shell';
import { t } from '../words/index.js';

/** What the API takes; it looks at the bytes, whatever a file is called. */
export const KINDS = ['image/jpeg', 'image/png', 'application/pdf'];
export const MOST_BYTES = 4_000_000;

/** A note, and before it the file it is about: what changes in the case. */
export async function written(
  api: Api,
  found: ReviewCase,
  text: string,
  mentions: string[],
  file: File | undefined,
): Promise<ReviewCase> {
  const path = `/reviews/${found.case.caseId}`;
  const attachments = [...found.attachments];
  const attached: string[] = [];
  if (file) {
    const kind = KINDS.includes(file.type) ? file.type : KINDS[2]!;
    const sent = await api.send<ReviewAttachment>(`${path}/attachments`, file, kind);
    attached.push(sent.digest);
    if (!attachments.some(({ digest }) => digest === sent.digest)) attachments.push(sent);
  }
  const note = { text, mentions, attached };
  const { notes } = await api.post<ReviewNotes>(`${path}/notes`, note);
  return { ...found, notes, attachments };
}

/** A file in a window of its own, by a link that lives five minutes. */
export async function opened(api: Api, caseId: string, digest: string): Promise<void> {
  const { link } = await api.get<ReviewLink>(`/reviews/${caseId}/attachments/${digest}`);
  const away = document.createElement('a');
  Object.assign(away, { href: link, target: '_blank', rel: 'noopener noreferrer' });
  away.click();
}

/** A button for each of these files. */
export function fileButtons(
  files: readonly ReviewAttachment[],
  open: (digest: string) => void,
): TemplateResult | typeof nothing {
  if (!files.length) return nothing;
  return html`<p class="files">
    ${files.map(
      ({ digest, kind, size }) =>
        html`<button type="button" class="quiet" title=${digest} @click=${() => open(digest)}>
          ${t('files.open', { kind: kindOf(kind), size: fileSize(size) })}
        </button>`,
    )}
  </p>`;
}

export const kindOf = (kind: string): string => kind.split('/')[1]!.toUpperCase();
