import { expect, test } from 'vitest';
import { diffLines, patch } from './diff';

test('common lines stand once', () => {
  expect(diffLines('a\nb\nc\n', 'a\nx\nc\nd\n').map((line) => `${line.change[0]}${line.text}`)).toEqual(['sa', 'rb', 'ax', 'sc', 'ad']);
  expect(diffLines('', 'a\n')).toEqual([{ change: 'added', text: 'a' }]);
});

test('a patch says where', () => {
  const before = Array.from({ length: 12 }, (_, i) => `line ${i + 1}\n`).join('');
  const after = before.replace('line 2\n', 'line two\n').replace('line 12\n', 'line 12\nline 13\n');
  expect(patch('p.cedar', before, after)).toBe(['--- a/p.cedar', '+++ b/p.cedar', '@@ -1,5 +1,5 @@', ' line 1', '-line 2', '+line two', ' line 3', ' line 4', ' line 5',
    '@@ -10,3 +10,4 @@', ' line 10', ' line 11', ' line 12', '+line 13', ''].join('\n'));
});

test('a new file, and a last line without an end', () => {
  expect(patch('p.cedar', null, 'a\n')).toBe('--- /dev/null\n+++ b/p.cedar\n@@ -0,0 +1,1 @@\n+a\n');
  expect(patch('p.cedar', 'a', 'a\n')).toBe('--- a/p.cedar\n+++ b/p.cedar\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n');
  expect(patch('p.cedar', 'a\n', 'a\n')).toBe('');
});
