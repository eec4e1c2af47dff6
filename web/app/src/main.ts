import 'vestibule-shell/styles.css';
import './app.css';
import './app.js';
import type { VestibuleApp } from './app.js';
import { speak } from 'vestibule-shell';
import { open } from './context.js';
import { loadReasons } from './reasons.js';
import './words/index.js';

await speak();
await loadReasons();
document.querySelector<VestibuleApp>('vestibule-app')!.app = await open();
