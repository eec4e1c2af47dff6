/**
 * The element in templates of Vue 3: `import 'vestibule-verification/vue'` registers it and brings these.
 *
 * Vue sets what the element has as a property, and an attribute otherwise; both names are typed.
 */
import './dist/types/define.js';
import type { AllowedComponentProps, HTMLAttributes, VNodeProps } from 'vue';
import type { VestibuleEventMap } from './dist/types/events.js';
import type { VestibuleVerification } from './dist/types/index.js';

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;
type Handlers = {
  [Name in keyof VestibuleEventMap as `on${Capitalize<Camel<Name>>}`]?: (
    event: VestibuleEventMap[Name],
  ) => void;
};
type Settable = Pick<
  VestibuleVerification,
  | 'apiBase'
  | 'locale'
  | 'verificationId'
  | 'documentTypes'
  | 'maxSizeMb'
  | 'uploadMode'
  | 'livenessMode'
  | 'gestureMs'
  | 'readyMs'
  | 'maxAttempts'
  | 'pollMs'
  | 'pollTimeoutMs'
  | 'handoffUrl'
  | 'handoffId'
  | 'theme'
  | 'muted'
  | 'cancellable'
  | 'resume'
  | 'token'
  | 'labels'
  | 'endpoints'
  | 'hinter'
>;
type Props = Partial<Settable> &
  Handlers &
  Omit<HTMLAttributes, keyof Settable> &
  VNodeProps &
  AllowedComponentProps;

declare module 'vue' {
  interface GlobalComponents {
    'vestibule-verification': new () => { $props: Props };
  }
}
