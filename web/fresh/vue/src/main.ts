import { createApp } from 'vue';
import Verification from './Verification.vue';

createApp(Verification).mount('#root');
