import { expect, test } from 'vitest';
import { tokenize } from './cedar';

const kinds = (source: string) => tokenize(source).filter((token) => token.kind !== 'space').map((token) => `${token.kind}:${token.text}`);

test('a policy is told apart into its parts', () => {
  expect(kinds('@id("a") permit (principal is Agent) when { context.n >= 12 }; // done')).toEqual([
    'annotation:@id', 'sign:(', 'text:"a"', 'sign:)', 'effect:permit', 'sign:(', 'keyword:principal', 'keyword:is', 'name:Agent', 'sign:)', 'keyword:when', 'sign:{',
    'keyword:context', 'sign:.', 'name:n', 'sign:>=', 'number:12', 'sign:}', 'sign:;', 'note:// done',
  ]);
});

test('an entity type is known by its colons, and quotes in text do not end it', () => {
  expect(kinds('Action::"call \\"it\\""')).toEqual(['entity:Action', 'sign:::', 'text:"call \\"it\\""']);
});

test('whatever comes in, every character comes out', () => {
  const alphabet = ['"', '\\', '@', '::', '/', '\n', 'permit', ' ', 'é', '😀', '\u0000', '9', '_', '{', "'"];
  let seed = 7;
  for (let round = 0; round < 500; round++) {
    let source = '';
    for (let i = 0; i < 24; i++) {
      seed = (seed * 48271) % 2147483647;
      source += alphabet[seed % alphabet.length];
    }
    expect(tokenize(source).map((token) => token.text).join('')).toBe(source);
  }
});
