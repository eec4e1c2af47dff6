import { createApp, defineComponent, h, ref } from 'vue';
import 'vestibule-verification/define';
import { apiBase, token } from './session.ts';

const labels = { 'intro.title': 'Hello from Vue' };

const Verification = defineComponent(() => {
  const step = ref('intro');
  const status = ref('');
  return () => [
    h('vestibule-verification', {
      apiBase,
      token,
      labels,
      onVestibuleStepChange: ({ detail }: CustomEvent<{ step: string }>) => {
        step.value = detail.step;
      },
      onVestibuleSuccess: ({ detail }: CustomEvent<{ status: string }>) => {
        status.value = detail.status;
      },
    }),
    h('p', { 'data-step': step.value }, status.value),
  ];
});

createApp(Verification).mount('#root');
