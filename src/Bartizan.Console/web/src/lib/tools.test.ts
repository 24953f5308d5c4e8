import { describe, expect, it } from 'vitest';
import type { ToolView } from '../api/types';
import { toolId, toolState, waits } from './tools';

const tool = (change: Partial<ToolView>): ToolView => ({
  server: 'files', name: 'read', state: 'approved', reason: '', changed: false, approvedBy: null, approvedAt: null, digest: '', seenAt: '', ...change,
});

describe('tools', () => {
  it('says what a person must look at first', () => {
    expect(toolState(tool({}))).toBe('Approved');
    expect(toolState(tool({ state: 'pending' }))).toBe('New');
    expect(toolState(tool({ state: 'suspended' }))).toBe('Suspended');
    expect(toolState(tool({ state: 'suspended', changed: true }))).toBe('Changed');
  });

  it('waits unless it is approved', () => {
    expect([tool({}), tool({ state: 'pending' }), tool({ state: 'suspended' })].map(waits)).toEqual([false, true, true]);
  });

  it('is known by server and name', () => expect(toolId(tool({}))).toBe('files/read'));
});
