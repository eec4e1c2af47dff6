/**
 * The element in JSX of React 19: `import 'vestibule-verification/react'` registers it and brings these.
 *
 * React takes every property that begins with `on` for an event, so that the callbacks `onSuccess`,
 * `onError`, … are not offered here: use `onvestibule-success={…}`.
 */
import './dist/types/define.js';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { VestibuleVerification } from './dist/types/index.js';
import type { VestibuleEventMap } from './dist/types/events.js';

type Handlers = {
  [Name in keyof VestibuleEventMap as `on${Name}`]?: (event: VestibuleEventMap[Name]) => void;
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
type Props = DetailedHTMLProps<
  Omit<HTMLAttributes<VestibuleVerification>, 'onError'>,
  VestibuleVerification
>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'vestibule-verification': Props & Partial<Settable> & Handlers;
    }
  }
}
