import { expect, test } from 'vitest';
import type { SchemaWords } from '../api/types';
import { complete } from './cedarWords';

const field = (path: string, type: string, isRequired = true) => ({ path, type, isRequired });
const words: SchemaWords = {
  entities: [{ name: 'Agent', fields: [field('name', 'String'), field('owner', 'String')], tags: 'String' }, { name: 'Tool', fields: [], tags: null }],
  actions: [
    { type: 'Action', id: 'callTool', principals: ['Agent'], resources: ['Tool'], context: [field('budget', 'record'), field('budget.remainingPerMille', 'Long'), field('tool', 'String'), field('server', 'String', false)] },
    { type: 'Action', id: 'invokeModel', principals: ['Agent'], resources: ['Model'], context: [field('labels', 'Set<String>')] },
  ],
};
const at = (text: string) => complete(text.replace('|', ''), text.indexOf('|'), words);
const texts = (text: string) => at(text)?.items.map((item) => item.text) ?? [];

test('annotations, policies and clauses stand outside of braces', () => {
  expect(texts('@re|')).toEqual(['@redact("")', '@restore("")']);
  expect(texts('per|')).toEqual(['permit (principal, action, resource);']);
  expect(texts('permit (principal, action, resource)\nunl|')).toEqual(['unless {  };', 'unless history {  };']);
});

test('the head says which fields the context has', () => {
  const policy = (action: string, rest: string) => `permit (principal, action == Action::"${action}", resource)\nwhen { ${rest} };`;
  expect(texts(policy('invokeModel', 'context.la|'))).toEqual(['labels']);
  expect(texts(policy('callTool', 'context.la|'))).toEqual([]);
  expect(texts(policy('callTool', 'context.budget.|'))).toContain('remainingPerMille');
  expect(at(policy('callTool', 'context.se|'))?.items[0]?.detail).toBe('String, may be missing');
  expect(texts(policy('callTool', 'principal.ow|'))).toEqual(['owner']);
});

test('actions and types where they may stand, nothing in notes and other texts', () => {
  expect(texts('permit (principal, action == |')).toContain('Action::"callTool"');
  expect(texts('permit (principal, action == Action::"inv|')).toEqual(['invokeModel']);
  expect(texts('permit (principal is |')).toEqual(['Agent', 'Tool']);
  expect(at('// per|')).toBeNull();
  expect(at('@message("per|')).toBeNull();
});

test('the past is asked about in its own clause', () => {
  const history = 'forbid (principal, action, resource)\nwhen history { ';
  expect(texts(`${history}|`)).toContain('count within 1h event()');
  expect(texts(`${history}count within 1h event(where event.ou|`)).toEqual(['outcome']);
  expect(texts('forbid (principal, action, resource)\nwhen { co|')).not.toContain('count within 1h event()');
});
