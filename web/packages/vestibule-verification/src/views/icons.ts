/** Line icons, 24x24, drawn for this element. Decorative: text always stands beside them. */
import { svg, type SVGTemplateResult } from 'lit';
import { html, type TemplateResult } from 'lit';

const draw = (shape: SVGTemplateResult, size = 24): TemplateResult =>
  html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${shape}
  </svg>`;

const SHAPES = {
  passport: svg`<rect x="4" y="2.5" width="16" height="19" rx="2.5"/><circle cx="12" cy="10" r="3.6"/><path d="M8.4 10h7.2M12 6.4c-2 2-2 5.2 0 7.2 2-2 2-5.2 0-7.2M8.5 17.5h7"/>`,
  identity_card: svg`<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><circle cx="8" cy="11" r="2.1"/><path d="M5 16c.7-1.7 5.3-1.7 6 0M14 10h4.5M14 13.5h4.5"/>`,
  driving_licence: svg`<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><path d="M6 14.5l1-3.2h5l1 3.2v2H6zM16 9h2.5M16 12h2.5"/><path d="M7.6 11.3L8.2 9h2.6l.6 2.3"/>`,
  residence_permit: svg`<path d="M4 11.5L12 4.5l8 7"/><path d="M6 10v9.5h12V10"/><circle cx="12" cy="13" r="1.7"/><path d="M9.3 17.2c.6-1.6 4.8-1.6 5.4 0"/>`,
  upload: svg`<path d="M12 15.5V4.5M7.5 8.5L12 4l4.5 4.5M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15"/>`,
  camera: svg`<path d="M4 7.5h3L8.7 5h6.6L17 7.5h3A1.5 1.5 0 0 1 21.5 9v9a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 18V9A1.5 1.5 0 0 1 4 7.5z"/><circle cx="12" cy="13" r="3.8"/>`,
  check: svg`<path d="M5 12.8l4.6 4.6L19.5 7"/>`,
  cross: svg`<path d="M6.5 6.5l11 11M17.5 6.5l-11 11"/>`,
  warning: svg`<path d="M12 4L2.8 19.5h18.4zM12 10v4.2M12 17v.1"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
  light: svg`<path d="M9 18h6M10 21h4M12 3a6 6 0 0 0-3.5 10.9c.6.5.8 1.1.8 1.8h5.4c0-.7.2-1.3.8-1.8A6 6 0 0 0 12 3z"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c1.3-6 13.7-6 15 0"/>`,
  sound: svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9c1.7 1.7 1.7 4.3 0 6M18 6.5c3 3 3 8 0 11"/>`,
  phone: svg`<rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M11 18.5h2"/>`,
  spinner: svg`<path d="M12 3a9 9 0 1 0 9 9"/>`,
  turn_left: svg`<path d="M19 12H5M11 6l-6 6 6 6"/>`,
  turn_right: svg`<path d="M5 12h14M13 6l6 6-6 6"/>`,
  look_up: svg`<path d="M12 19V5M6 11l6-6 6 6"/>`,
  look_down: svg`<path d="M12 5v14M6 13l6 6 6-6"/>`,
  smile: svg`<circle cx="12" cy="12" r="8.5"/><path d="M8.5 10v.1M15.5 10v.1M8 14c1.7 3 6.3 3 8 0"/>`,
  blink: svg`<path d="M3 10c3.5 5 14.5 5 18 0M6 13.3l-1.5 2M18 13.3l1.5 2M12 14v2.5"/>`,
  neutral: svg`<circle cx="12" cy="12" r="8.5"/><path d="M8.5 10v.1M15.5 10v.1M9 15h6"/>`,
};

export type IconName = keyof typeof SHAPES;
export const icon = (name: IconName, size?: number) => draw(SHAPES[name], size);
