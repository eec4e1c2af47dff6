import 'vestibule-shell/styles.css';
import './console.css';
import './case.css';
import './console.js';
import { Api, Company, loadConfig, Session, speak } from 'vestibule-shell';
import './words/index.js';
import type { VestibuleConsole } from './console.js';

const config = await loadConfig();
const api = new Api(config.api);
const session = new Session(api);
if (config.staff) session.company = new Company(config.staff);
await speak();
const came = await session.comeBack().catch((fault: unknown) => fault);
await session.join();
document.querySelector<VestibuleConsole>('vestibule-console')!.desk = { api, session, came };
