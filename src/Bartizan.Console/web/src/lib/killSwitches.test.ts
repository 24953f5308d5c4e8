import { expect, test } from 'vitest';
import type { KillKind, KillSwitchView } from '../api/types';
import { stoppedLine } from './killSwitches';

const one = (kind: KillKind, name: string, thrown = true): KillSwitchView => ({ kind, target: name, name, thrown, epoch: '', reason: '', by: '', at: '' });

test('what is stopped is named while it is little', () => {
  expect(stoppedLine([one('agent', 'billing'), one('tool', 'github/merge', false)])).toBe('Stopped: agent billing.');
  expect(stoppedLine([one('agent', 'a'), one('system', 'shop')])).toBe('Stopped: agent a, AI system shop.');
  expect(stoppedLine([one('server', 'a'), one('model', 'b'), one('tool', 'c'), one('work', 'd')])).toBe('Stopped: MCP server a, model b and 2 more.');
});

test('everything is everything', () => {
  expect(stoppedLine([one('agent', 'a'), one('everything', '*')])).toBe('Everything is stopped.');
});
