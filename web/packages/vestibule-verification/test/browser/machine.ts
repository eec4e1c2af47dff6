import { FAMILY } from './fonts.js';

/** What pictures depend on besides the code: the browser's version; the fonts are ours. */
export function machine(): string {
  const version = /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1] ?? 'unknown';
  const context = document.createElement('canvas').getContext('2d')!;
  const widths = ['400 16px', '650 24px', '600 16px'].map((font) => {
    context.font = `${font} ${FAMILY}`;
    return context.measureText('Let’s confirm it’s you: ÄÖß 0123 سلام').width.toFixed(1);
  });
  return `Chromium ${version}, text ${widths.join('/')}`;
}
