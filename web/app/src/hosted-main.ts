import 'vestibule-shell/styles.css';
import './app.css';
import './hosted-page.js';
import { loadConfig, speak } from 'vestibule-shell';
import { HostedLink } from './hosted-link.js';
import type { HostedPage } from './hosted-page.js';
import './words/index.js';

await speak();
const { api } = await loadConfig();
const page = document.querySelector<HostedPage>('vestibule-hosted')!;
page.api = api;
page.link = new HostedLink(api, location.hash.slice(1));
