import { expect, test } from 'vitest';
import type { DecisionView } from '../api/types';
import { toneOf } from '../pages/exchange/tone';
import { deciding, sentence, shadowSentence } from './decision';

const decision = (part: Partial<DecisionView>): DecisionView => ({
  verdict: 'allow', action: 'invokeModel', policies: [{ id: 'p', policy: null }], errors: [], code: '', message: '', redact: [], holdFor: null, shadow: null, ...part,
});

test('the strongest decision settles it; of equals the first', () => {
  const held = decision({ verdict: 'hold', action: 'callTool' });
  expect(deciding([decision({}), held, decision({ verdict: 'hold', action: 'returnAnswer' })])).toBe(held);
  expect(deciding([])).toBeUndefined();
});

test('a decision reads as a sentence', () => {
  expect(sentence(decision({ verdict: 'redact', redact: ['pii.*', 'secret.*'] }))).toBe('Request passed with pii.* and secret.* masked.');
  expect(sentence(decision({ verdict: 'hold', action: 'callTool', holdFor: 'owner' }))).toBe('Tool call waits for owner to approve it.');
  expect(sentence(decision({ verdict: 'block', policies: [] }))).toBe('Request blocked: no policy permits it.');
  expect(sentence(decision({ verdict: 'block', code: 'guard_unavailable' }))).toBe('Request blocked, because it could not be inspected.');
  expect(sentence(decision({ verdict: 'block', action: 'spend', code: 'budget_exceeded' }))).toBe('Request refused by a budget.');
});

test('what shadow policies would have done reads as a sentence, and nothing is said when it is the same', () => {
  const shadow = { verdict: 'block' as const, policies: ['p'], code: 'x', redact: [], holdFor: null };
  expect(shadowSentence(decision({ shadow }))).toBe('Shadow, request: would block it.');
  expect(shadowSentence(decision({ action: 'callTool', shadow: { ...shadow, verdict: 'hold', holdFor: 'owner' } }))).toBe('Shadow, tool call: would hold it for owner.');
  expect(shadowSentence(decision({ shadow: { ...shadow, verdict: 'redact', redact: ['pii.*'] } }))).toBe('Shadow, request: would mask pii.*.');
  expect(shadowSentence(decision({}))).toBeNull();
});

test('a finding takes the tone of what was done on its side', () => {
  const finding = { label: 'pii.email', score: 1, start: 0, length: 1, reason: '', inspector: '', normalisations: [], contributions: [] };
  expect(toneOf(finding, 'request', [decision({ verdict: 'redact', redact: ['pii.*'] })])).toBe('redact');
  expect(toneOf(finding, 'response', [decision({ verdict: 'block' })])).toBe('plain');
  expect(toneOf({ ...finding, label: 'piiish' }, 'request', [decision({ verdict: 'redact', redact: ['pii.*'] })])).toBe('plain');
});
