import { expect, test } from 'vitest';
import { problemWords, returnPath } from './signIn';

test('an address shows only words that stand here', () => {
  expect(problemWords('?problem=disabled')).toContain('disabled');
  expect(problemWords('?problem=call%200900')).toBeNull();
  expect(problemWords('?problem=toString')).toBeNull();
  expect(problemWords('')).toBeNull();
});

test('one comes back to where one was', () => {
  expect(returnPath({ pathname: '/sign-in', search: '?problem=over' })).toBe('/');
  expect(returnPath({ pathname: '/consent', search: '?request=a_b&problem=over' })).toBe('/consent?request=a_b');
  expect(returnPath({ pathname: '/agents', search: '' })).toBe('/agents');
});
