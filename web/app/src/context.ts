/** What every page is given: the API, who is signed in, and where they stand. */
import { Api, type Config, loadConfig, Session } from 'vestibule-shell';
import { Account } from './account.js';

export interface App {
  config: Config;
  api: Api;
  session: Session;
  account: Account;
}

export async function open(): Promise<App> {
  const config = await loadConfig();
  const api = new Api(config.api);
  const session = new Session(api);
  await session.join();
  return { config, api, session, account: new Account(api, session) };
}
