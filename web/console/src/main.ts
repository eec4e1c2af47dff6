import 'vestibule-shell/styles.css';
import './console.css';
import './case.css';
import './console.js';
import { Api, loadConfig, Session } from 'vestibule-shell';
import type { VestibuleConsole } from './console.js';

const config = await loadConfig();
const api = new Api(config.api);
const session = new Session(api);
document.querySelector<VestibuleConsole>('vestibule-console')!.desk = { api, session };
