import { expect, test } from 'vitest';
import { usable, where } from './consent';

test('bounds read as what they mean', () => {
  expect(usable('models', null)).toBe('every model that policy lets it and you use');
  expect(usable('tools', [])).toBe('none');
  expect(usable('tools', ['github/*', 'bank/pay'])).toBe('all that begin with github/, bank/pay');
  expect(usable('models', ['*'])).toBe('all');
});

test('the gateway has a name people know', () => {
  const use = { resource: 'https://ai.example', isGateway: true, scopes: [], models: null, tools: null, renews: false, purpose: null, limits: null, handsOn: null };
  expect(where(use)).toContain('everything behind this gateway');
  expect(where({ ...use, isGateway: false, resource: 'https://ai.example/mcp/github' })).toBe('https://ai.example/mcp/github');
});
