/** What pictures depend on besides the code: the browser's version, and how wide the fonts run. */
export function machine(): string {
  const version = /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1] ?? 'unknown';
  const context = document.createElement('canvas').getContext('2d')!;
  const widths = ['400 16px', '650 24px', '600 16px'].map((font) => {
    context.font = `${font} system-ui`;
    return context.measureText('Let’s confirm it’s you: ÄÖß 0123 سلام ไทย').width.toFixed(1);
  });
  return `Chromium ${version}, text ${widths.join('/')}`;
}
