import type { AccountView } from '../api/types';

/** Whether somebody can sign in: they chose a password, and nobody disabled them. */
export const works = (account: AccountView) => account.ready && account.disabled === null;

const isAdmin = (account: AccountView) => works(account) && account.roles.includes('admin');

/** Whether without this account nobody could manage accounts any more. The server refuses that; the page says so beforehand. */
export const isLastAdmin = (account: AccountView, all: readonly AccountView[]) =>
  isAdmin(account) && !all.some((other) => other.id !== account.id && isAdmin(other));

export const stateWord = (account: AccountView) => (account.disabled ? 'Disabled' : account.ready ? 'Active' : 'Invited');
