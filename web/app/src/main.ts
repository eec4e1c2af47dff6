import 'vestibule-shell/styles.css';
import './app.css';
import './app.js';
import type { VestibuleApp } from './app.js';
import { speak } from 'vestibule-shell';
import { open } from './context.js';
import { loadReasons } from './reasons.js';
import './words/index.js';

// Side by side: each of them is a way to the server and back.
const [app] = await Promise.all([open(), speak(), loadReasons()]);
document.querySelector<VestibuleApp>('vestibule-app')!.app = app;
