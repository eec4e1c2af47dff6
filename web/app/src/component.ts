/** The component travels beside the first page, or after it: whoever only reads does not wait for it. */
const SOON_MS = 500;

export async function component(): Promise<void> {
  try {
    await import('vestibule-verification/define');
  } catch {
    addEventListener('online', () => void component(), { once: true });
  }
}

/** For who will need it next: once the page before stands. */
export const componentSoon = (): unknown => setTimeout(() => void component(), SOON_MS);
