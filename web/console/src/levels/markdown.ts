/**
 * The page of a level as the API writes it: headings, lists, paragraphs, `code` and **strong**.
 * Nothing in it becomes markup of its own.
 */
import { html, type TemplateResult } from 'lit';

type Block =
  | { kind: 'head'; depth: number; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] }
  | { kind: 'text'; text: string };

const HEAD = /^(#{1,3}) (.*)$/;
const ITEM = /^(-|\d+\.) (.*)$/;

export function blocks(page: string): Block[] {
  const found: Block[] = [];
  for (const line of page.split('\n')) {
    if (!line.trim()) continue;
    const head = HEAD.exec(line);
    const item = ITEM.exec(line);
    const last = found.at(-1);
    if (head) found.push({ kind: 'head', depth: head[1]!.length, text: head[2]! });
    else if (item && last?.kind === 'list') last.items.push(item[2]!);
    else if (item) found.push({ kind: 'list', ordered: item[1] !== '-', items: [item[2]!] });
    else found.push({ kind: 'text', text: line });
  }
  return found;
}

/** The page without its first heading, which is the console's own. It is in English. */
export function markdown(page: string): TemplateResult {
  return html`<div class="level-page" lang="en" dir="ltr">
    ${blocks(page)
      .filter((block) => block.kind !== 'head' || block.depth > 1)
      .map(drawn)}
  </div>`;
}

function drawn(block: Block): TemplateResult {
  if (block.kind === 'head') return html`<h3>${block.text}</h3>`;
  if (block.kind === 'text') return html`<p>${inline(block.text)}</p>`;
  const items = block.items.map((item) => html`<li>${inline(item)}</li>`);
  return block.ordered
    ? html`<ol>
        ${items}
      </ol>`
    : html`<ul>
        ${items}
      </ul>`;
}

function inline(text: string): (TemplateResult | string)[] {
  return text
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .map((part) =>
      part.startsWith('`')
        ? html`<code>${part.slice(1, -1)}</code>`
        : part.startsWith('**')
          ? html`<strong>${part.slice(2, -2)}</strong>`
          : part,
    );
}
