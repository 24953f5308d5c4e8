import { expect, test } from 'vitest';
import type { AccountView } from '../api/types';
import { isLastAdmin, sourceWord, stateWord, waysWord } from './people';

const account = (id: string, part: Partial<AccountView> = {}): AccountView =>
  ({ id, name: id, roles: ['admin'], created: '', ready: true, hasPassword: true, source: null, rolesFollow: false, identities: [], disabled: null, lastSeen: null, ...part });

test('an admin who cannot sign in does not stand in for the last one', () => {
  const last = account('a');
  const others = [account('b', { disabled: '2026-01-01' }), account('c', { ready: false, hasPassword: false }), account('d', { roles: ['auditor'] }),
    account('f', { hasPassword: false, identities: ['Staff'] })];
  expect(isLastAdmin(last, [last, ...others])).toBe(true);
  expect(isLastAdmin(last, [last, ...others, account('e', { roles: ['auditor', 'admin'] })])).toBe(false);
  expect(others.some((other) => isLastAdmin(other, [last, ...others]))).toBe(false);
});

test('disabled says more than invited', () => {
  expect([account('a'), account('b', { ready: false }), account('c', { ready: false, disabled: '2026-01-01' })].map(stateWord)).toEqual(['Active', 'Invited', 'Disabled']);
});

test('where an account comes from, and how its person comes in', () => {
  expect([sourceWord(account('a')), waysWord(account('a', { identities: ['Staff'] }))]).toEqual(['Made here', 'password, Staff']);
  expect([sourceWord(account('b', { source: 'Staff' })), waysWord(account('b', { hasPassword: false }))]).toEqual(['Staff', '']);
});
