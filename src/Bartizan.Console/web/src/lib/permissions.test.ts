import { expect, test } from 'vitest';
import type { PermissionAnswer, PermissionView } from '../api/types';
import { actionWord, count, lines, parts, shown, stateOf } from './permissions';

const answer = (permission: PermissionAnswer['permission'], policies: string[] = [], blueprint: PermissionAnswer['blueprint'] = null): PermissionAnswer => ({
  permission, policyCount: policies.length, failing: [], blueprint, policies: policies.map((id) => ({ id, effect: 'permit', file: '', line: 1, condition: id === 'pay' ? 'context.n < 3' : '', holdFor: null })),
});
const view: PermissionView = {
  rows: [['Agent::"a"', 'Agent::"b"'], ['User::"u"']],
  columns: [{ action: 'callTool', resources: ['Tool::"pay"', 'Tool::"post"'] }, { action: 'attestInstance', resources: ['Blueprint::"x"'] }],
  answers: [answer('depends', ['pay']), answer('never')], cells: [[0, -1], [1, -1]], names: { 'Agent::"a"': 'billing' },
  permissions: 6, always: 0, depends: 4, never: 2, skipped: 0, leftOut: 0,
};

test('denied for want of a permit is not forbidden', () => {
  expect(stateOf(answer('never'))).toBe('unpermitted');
  expect(stateOf(answer('never', ['no']))).toBe('forbidden');
  expect(stateOf(answer('never', [], { name: 'b@1', permission: 'never', policies: [] }))).toBe('forbidden');
  expect(stateOf(answer('always', ['yes']))).toBe('always');
  expect(stateOf(undefined)).toBe('none');
});

test('a filter leaves only the members that it names, and no column that nobody is asked about', () => {
  const all = shown(view, { who: '', what: '', action: '' });
  expect(all.columns.map((column) => column.action)).toEqual(['callTool']);
  const some = shown(view, { who: 'BILL', what: 'post', action: 'callTool' });
  expect(some.rows).toEqual([{ row: 0, members: ['Agent::"a"'] }]);
  expect(some.columns[0]!.members).toEqual(['Tool::"post"']);
});

test('counts are of what is shown', () => {
  const all = shown(view, { who: '', what: '', action: '' });
  expect(count(view, all.rows, all.columns)).toEqual({ always: 0, depends: 4, forbidden: 0, unpermitted: 2, none: 0 });
});

test('every permission is a line', () => {
  const all = lines(view, { who: '', what: '', action: '' });
  expect(all).toHaveLength(6);
  expect(all[0]).toEqual({ principal: 'Agent::"a"', name: 'billing', action: 'callTool', resource: 'Tool::"pay"', permission: 'depends', policies: 'pay', condition: 'pay when context.n < 3', blueprint: '' });
});

test('names are read from Cedar', () => {
  expect(parts('Tool::"github/create_issue"')).toEqual({ type: 'Tool', id: 'github/create_issue' });
  expect(actionWord('invokeModel')).toBe('Ask a model');
  expect(actionWord('subscribeToThings')).toBe('Subscribe to things');
});
