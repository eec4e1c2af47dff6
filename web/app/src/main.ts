import 'vestibule-shell/styles.css';
import './app.css';
import './app.js';
import type { VestibuleApp } from './app.js';
import { open } from './context.js';

document.querySelector<VestibuleApp>('vestibule-app')!.app = await open();
