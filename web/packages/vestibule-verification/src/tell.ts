/** Tells the host: every event bubbles and crosses shadow roots. False if the host cancelled it. */
export function tell(
  element: HTMLElement,
  name: string,
  detail?: unknown,
  cancelable = false,
): boolean {
  const options = { detail, bubbles: true, composed: true, cancelable };
  return element.dispatchEvent(new CustomEvent(name, options));
}
