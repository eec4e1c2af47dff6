/** The looks of a part, added to the element's own once. */
const known = new Map<string, CSSStyleSheet>();

export function adopt(root: ShadowRoot | null, css: string): void {
  if (!root) return;
  const sheet = known.get(css) ?? new CSSStyleSheet();
  if (!known.has(css)) {
    sheet.replaceSync(css);
    known.set(css, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet))
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
