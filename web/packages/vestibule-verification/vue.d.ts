/** Types of the element for Vue 3 templates: `import 'vestibule-verification/vue'`. */
import type { DefineComponent } from 'vue';
import type { VestibuleEventMap } from './dist/types/events.js';
import type { VestibuleVerification } from './dist/types/index.js';

type Handlers = {
  [Name in keyof VestibuleEventMap as `on${Capitalize<Name>}`]?: (
    event: VestibuleEventMap[Name],
  ) => void;
};

declare module 'vue' {
  interface GlobalComponents {
    'vestibule-verification': DefineComponent<Partial<VestibuleVerification> & Handlers>;
  }
}
