import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import '../src/define.js';

interface Args {
  apiBase?: string;
  locale?: string;
  documentTypes?: string;
  theme?: string;
  handoffUrl?: string;
  cancellable?: boolean;
  muted?: boolean;
  accent?: string;
}

/** The element as a host sees it: change what can be changed. It needs an API to go further. */
const meta: Meta<Args> = {
  title: 'The element',
  component: 'vestibule-verification',
  args: { apiBase: 'https://api.example', locale: 'en', theme: 'auto', handoffUrl: '' },
  argTypes: {
    locale: {
      control: 'select',
      options: ['ar', 'de', 'en', 'es', 'fr', 'it', 'pt', 'th', 'tr'],
    },
    theme: { control: 'radio', options: ['auto', 'light', 'dark'] },
    accent: { control: 'color' },
  },
  render: (args) =>
    html`<vestibule-verification
      .apiBase=${args.apiBase ?? ''}
      .locale=${args.locale ?? ''}
      .theme=${args.theme ?? 'auto'}
      .handoffUrl=${args.handoffUrl ?? ''}
      ?cancellable=${args.cancellable}
      ?muted=${args.muted}
      document-types=${ifDefined(args.documentTypes)}
      style=${args.accent ? `--vestibule-accent: ${args.accent}` : ''}
    ></vestibule-verification>`,
};
export default meta;

export const Playground: StoryObj<Args> = {};
export const Themed: StoryObj<Args> = { args: { accent: '#6b2fb3' } };
export const RightToLeft: StoryObj<Args> = { args: { locale: 'ar' } };
