import 'vestibule-shell/styles.css';
import './app.css';
import './hosted-page.js';
import { loadConfig, speak } from 'vestibule-shell';
import { HostedLink } from './hosted-link.js';
import type { HostedPage } from './hosted-page.js';
import './words/index.js';

const [{ api }] = await Promise.all([loadConfig(), speak()]);
const page = document.querySelector<HostedPage>('vestibule-hosted')!;
page.api = api;
page.link = new HostedLink(api, location.hash.slice(1));
