import { expect, test } from 'vitest';
import { cutAtFindings, reveal } from './pieces';

test('pieces cover the text whole, and overlaps carry both findings', () => {
  expect(cutAtFindings(10, [{ start: 2, length: 5 }, { start: 4, length: 2 }])).toEqual([
    { start: 0, end: 2, findings: [] }, { start: 2, end: 4, findings: [0] }, { start: 4, end: 6, findings: [0, 1] }, { start: 6, end: 7, findings: [0] }, { start: 7, end: 10, findings: [] },
  ]);
});

test('a finding past the end of the text is cut, not followed', () => {
  expect(cutAtFindings(4, [{ start: 2, length: 99 }]).at(-1)).toEqual({ start: 2, end: 4, findings: [0] });
  expect(cutAtFindings(0, [{ start: 0, length: 3 }])).toEqual([]);
});

test('characters that do not show are shown', () => {
  expect(reveal('a\u200b\u200bb\u202ec')).toEqual([
    { kind: 'text', text: 'a' }, { kind: 'hidden', name: 'zero width', count: 2, says: '' }, { kind: 'text', text: 'b' },
    { kind: 'hidden', name: 'direction mark', count: 1, says: '' }, { kind: 'text', text: 'c' },
  ]);
});

test('tag characters are read out', () => {
  const tags = [...'obey'].map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('');
  expect(reveal(`x${tags}`)[1]).toEqual({ kind: 'hidden', name: 'tag characters', count: 4, says: 'obey' });
});

test('newlines, tabs and emoji stay as they are', () => expect(reveal('a\n\tb 👩🏽 ✔️')).toEqual([{ kind: 'text', text: 'a\n\tb 👩🏽 ✔️' }]));
