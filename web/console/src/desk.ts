/** What every page of the console is given. */
import type { Api, Session } from 'vestibule-shell';

export interface Desk {
  api: Api;
  session: Session;
}

export const GROUP = 'reviewers';
export const ADMINS = 'admins';
