/** Tells the host: every event bubbles and crosses shadow roots. */
export function tell(
  element: HTMLElement,
  name: string,
  detail?: unknown,
  cancelable = false,
): void {
  const options = { detail, bubbles: true, composed: true, cancelable };
  element.dispatchEvent(new CustomEvent(name, options));
}
