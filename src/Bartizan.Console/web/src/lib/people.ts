import type { AccountView } from '../api/types';

/** Whether somebody can sign in: they chose a password or linked an identity, and nobody disabled them. */
export const works = (account: AccountView) => account.ready && account.disabled === null;

// Whoever comes in by an identity provider only does not count: it may be gone when it is needed.
const isAdmin = (account: AccountView) => works(account) && account.hasPassword && account.roles.includes('admin');

/** Whether without this account nobody could manage accounts any more. The server refuses that; the page says so beforehand. */
export const isLastAdmin = (account: AccountView, all: readonly AccountView[]) =>
  isAdmin(account) && !all.some((other) => other.id !== account.id && isAdmin(other));

/** Where an account comes from. */
export const sourceWord = (account: AccountView) => account.source ?? 'Made here';

/** How somebody signs in. */
export const waysWord = (account: AccountView) => [...(account.hasPassword ? ['password'] : []), ...account.identities].join(', ');

export const stateWord = (account: AccountView) => (account.disabled ? 'Disabled' : account.ready ? 'Active' : 'Invited');
