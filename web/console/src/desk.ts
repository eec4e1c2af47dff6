/** What every page of the console is given. */
import type { Api, Session } from 'vestibule-shell';

export interface Desk {
  api: Api;
  session: Session;
  /** What went wrong on the way back from the company. */
  came?: unknown;
}

export const GROUP = 'reviewers';
export const ADMINS = 'admins';
