/**
 * Which language a person wants. It needs nothing else and runs ahead of all other scripts, so it asks
 * for the words of that language while the application itself still travels: they would be known to be
 * wanted only when all of that is here. The page says where they are (`words`, made by the build).
 */

export const CHOSEN = 'vestibule:language';
/** Nobody's language: every text of the catalogue in brackets. */
export const REVIEW = 'zz';

export const asked = (): string | null => new URLSearchParams(location.search).get('lang');

/** That of the address, of the last choice, or of the browser, as far as it is offered. */
export function wanted(offered: readonly string[]): string | undefined {
  if (asked() === REVIEW) return undefined;
  const tags = [asked(), localStorage.getItem(CHOSEN), ...navigator.languages];
  return tags.map(primary).find((tag) => offered.includes(tag));
}

const primary = (tag: string | null): string => tag?.toLowerCase().split('-')[0] ?? '';

/** Nothing waits for it, and nothing is lost where it fails. */
function askAhead(page: Document): void {
  const told = page.querySelector<HTMLMetaElement>('meta[name="words"]');
  if (!told) return;
  const files = JSON.parse(told.content) as Record<string, string[]>;
  for (const file of files[wanted(['en', ...Object.keys(files)]) ?? 'en'] ?? []) {
    const link = page.createElement('link');
    link.rel = 'modulepreload';
    link.crossOrigin = '';
    link.href = file;
    page.head.append(link);
  }
}

if (typeof document !== 'undefined') askAhead(document);
