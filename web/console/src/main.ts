import 'vestibule-shell/styles.css';
import './console.css';
import './case.css';
import './console.js';
import { Api, loadConfig, Session, speak } from 'vestibule-shell';
import './words/index.js';
import type { VestibuleConsole } from './console.js';

const config = await loadConfig();
const api = new Api(config.api);
const session = new Session(api);
await speak();
await session.join();
document.querySelector<VestibuleConsole>('vestibule-console')!.desk = { api, session };
