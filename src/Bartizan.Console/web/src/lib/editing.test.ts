import { expect, test } from 'vitest';
import { tokenize } from './cedar';
import { columnOf, fileId, piecesOf, rangesOf } from './editing';

const problem = (line: number, column: number, isError = true, file: string | null = null) => ({ what: '', fix: '', file, line, column, isError });
const text = 'permit (principal)\nwhen { context.lables };';

test('what stands at the place is underlined, and nothing of other files', () => {
  const ranges = rangesOf(text, [problem(2, 8), problem(1, 1, false), problem(1, 1, true, 'policies/other.cedar'), problem(9, 1)]);
  expect(ranges.map(({ from, to, mark }) => [text.slice(from, to), mark])).toEqual([['permit', 'warning'], ['context', 'error']]);
  expect(rangesOf('permit (', [problem(1, 9)])).toEqual([{ from: 7, to: 8, mark: 'error' }]);
});

test('no character is lost where the text is cut', () => {
  const pieces = piecesOf(tokenize(text), [{ from: 3, to: 12, mark: 'error' }, { from: 20, to: 22, mark: 'warning' }]);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(pieces.filter((piece) => piece.mark === 'error').map((piece) => piece.text).join('')).toBe(text.slice(3, 12));
  expect(pieces.filter((piece) => piece.mark === 'warning').map((piece) => piece.text).join('')).toBe(text.slice(20, 22));
});

test('columns and names', () => {
  expect(columnOf('a\n\tbc', 4)).toBe(4);
  expect(fileId(' mine ')).toBe('policies/mine.cedar');
  expect(fileId('mine.cedar')).toBe('policies/mine.cedar');
  for (const bad of ['', '../x', 'a/b', '.hidden', 'a b']) expect(fileId(bad)).toBeNull();
});
