/**
 * All looks of the element. Every colour and measure a host may want to change is a custom property
 * with a default here; light-dark() follows `theme` or the system.
 */
import { css } from 'lit';
import { resultLooks } from './styles-result.js';

const tokens = css`
  :host {
    color-scheme: light dark;
    --_accent: var(--vestibule-accent, light-dark(#0b6354, #5fd6bd));
    --_accent-hover: var(--vestibule-accent-hover, light-dark(#084c41, #8ae5d2));
    --_on-accent: var(--vestibule-on-accent, light-dark(#fff, #04211b));
    --_accent-soft: var(--vestibule-accent-soft, light-dark(#e6f3f0, #16302c));
    --_surface: var(--vestibule-surface, light-dark(#fff, #151b20));
    --_surface-2: var(--vestibule-surface-raised, light-dark(#f5f7f8, #1e262d));
    --_text: var(--vestibule-text, light-dark(#15202a, #eaf0f3));
    --_muted: var(--vestibule-text-muted, light-dark(#51606d, #a9b7c2));
    --_border: var(--vestibule-border, light-dark(#d3dbe1, #36434d));
    --_control: var(--vestibule-control-border, light-dark(#72818d, #7d8d99));
    --_danger: var(--vestibule-danger, light-dark(#a4241f, #ff9d94));
    --_danger-soft: var(--vestibule-danger-soft, light-dark(#fdeceb, #3a1c1b));
    --_warning: var(--vestibule-warning, light-dark(#7a4a00, #f3c46d));
    --_warning-soft: var(--vestibule-warning-soft, light-dark(#fdf3dd, #33270f));
    --_success: var(--vestibule-success, light-dark(#0f6b37, #79dca0));
    --_success-soft: var(--vestibule-success-soft, light-dark(#e4f6eb, #14301f));
    --_focus: var(--vestibule-focus, light-dark(#1a56c4, #9cc2ff));
    --_focus-width: var(--vestibule-focus-width, 3px);
    --_radius: var(--vestibule-radius, 12px);
    --_radius-card: var(--vestibule-card-radius, 20px);
    --_space: var(--vestibule-space, 8px);
    --_padding: var(--vestibule-padding, clamp(20px, 5cqi, 36px));
    --_target: var(--vestibule-target-size, 48px);
    --_shadow: var(
      --vestibule-shadow,
      0 1px 2px light-dark(#10202a14, #0006),
      0 12px 32px light-dark(#10202a14, #0006)
    );
    --_title: var(--vestibule-title-size, 1.5rem);
    --_title-weight: var(--vestibule-title-weight, 650);
    --_camera-ratio: var(--vestibule-camera-ratio, 0.8);
    --_speed: var(--vestibule-motion-duration, 180ms);
    display: block;
    container-type: inline-size;
    max-inline-size: var(--vestibule-max-width, 520px);
    margin-inline: auto;
    color: var(--_text);
    font: var(--vestibule-font, 400 1rem/1.5 system-ui, sans-serif);
    font-family: var(--vestibule-font-family, system-ui, -apple-system, 'Segoe UI', sans-serif);
    text-align: start;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
`;

const frame = css`
  .card {
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius-card);
    box-shadow: var(--_shadow);
    padding: var(--_padding);
  }
  .stepper {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    gap: var(--_space);
    margin: 0 0 calc(var(--_space) * 3.5);
    padding: 0;
    list-style: none;
    font-size: 0.8125rem;
    color: var(--_muted);
  }
  .stepper li {
    border-block-start: 4px solid var(--_border);
    border-radius: 2px;
    padding-block-start: 6px;
  }
  .stepper li[data-done] {
    border-color: var(--_accent);
  }
  .stepper li[aria-current] {
    border-color: var(--_accent);
    color: var(--_text);
    font-weight: 600;
  }
  h2 {
    margin: 0 0 calc(var(--_space) * 0.75);
    font-size: var(--_title);
    font-weight: var(--_title-weight);
    line-height: 1.2;
    letter-spacing: -0.012em;
    text-wrap: balance;
    word-break: auto-phrase;
    outline: none;
  }
  p {
    margin: 0 0 calc(var(--_space) * 2.5);
    color: var(--_muted);
    text-wrap: pretty;
  }
  .fine {
    margin: calc(var(--_space) * 2) 0 0;
    font-size: 0.8125rem;
  }
  .actions {
    display: grid;
    gap: calc(var(--_space) * 1.25);
    margin-block-start: calc(var(--_space) * 2.5);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
    justify-content: center;
  }
  .centre {
    text-align: center;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  ::slotted(*) {
    margin-block: var(--_space);
  }
`;

const controls = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-block-size: var(--_target);
    padding: 10px 20px;
    border: 1.5px solid transparent;
    border-radius: var(--_radius);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
    transition:
      background var(--_speed),
      border-color var(--_speed);
  }
  button svg {
    flex: none;
  }
  :disabled {
    opacity: 0.5;
  }
  .primary {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .primary:hover {
    background: var(--_accent-hover);
  }
  .secondary {
    background: transparent;
    border-color: var(--_control);
    color: var(--_text);
  }
  .secondary:hover {
    background: var(--_surface-2);
  }
  .quiet {
    background: none;
    color: var(--_accent);
    padding-inline: 12px;
    min-block-size: 44px;
  }
  .quiet:hover {
    background: var(--_accent-soft);
  }
  button:focus-visible,
  .choice:has(:focus-visible) {
    outline: var(--_focus-width) solid var(--_focus);
    outline-offset: 2px;
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: calc(var(--_space) * 1.25);
    margin: 0;
    padding: 0;
    border: 0;
    overflow-wrap: anywhere;
  }
  .choices legend {
    padding: 0;
    margin-block-end: var(--_space);
    font-weight: 600;
  }
  .choice {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 10px;
    padding: 14px;
    border: 1.5px solid var(--_border);
    border-radius: var(--_radius);
    cursor: pointer;
    font-weight: 550;
    line-height: 1.25;
    transition: border-color var(--_speed);
  }
  .choice svg {
    color: var(--_muted);
  }
  .choice:hover {
    border-color: var(--_control);
  }
  .choice:has(:checked) {
    border-color: var(--_accent);
    background: var(--_accent-soft);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .choice:has(:checked) svg {
    color: var(--_accent);
  }
  .choice input {
    position: absolute;
    opacity: 0;
    pointer-events: none;
  }
  .note {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    margin: calc(var(--_space) * 2) 0 0;
    padding: 12px 14px;
    border-radius: var(--_radius);
    border: 1px solid transparent;
    font-size: 0.9375rem;
    text-align: start;
  }
  .note svg {
    flex: none;
    margin-block-start: 2px;
  }
  .note ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .note.warn {
    background: var(--_warning-soft);
    color: var(--_warning);
  }
  .note.bad {
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .note.good {
    background: var(--_success-soft);
    color: var(--_success);
  }
`;

export const styles = [tokens, frame, controls, resultLooks];
