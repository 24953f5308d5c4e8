import { expect, test } from 'vitest';
import { csv } from './csv';
import { readRange } from './range';
import { parseTags } from './tags';
import { readViews, viewQuery } from './views';

test('a cell that a spreadsheet would run is made text, and a number is not', () => {
  expect(csv([{ name: '=HYPERLINK("x")', n: -5, tags: { a: 1 }, none: null }])).toBe('name,n,tags,none\r\n"\'=HYPERLINK(""x"")",-5,"{""a"":1}",\r\n');
});

test('tags are key=value lines, and the wrong line is named', () => {
  expect(parseTags('team = support\n\nurl=a=b')).toEqual({ tags: { team: 'support', url: 'a=b' } });
  expect(parseTags('a=1\nnothing')).toEqual({ error: 'Line 2 is not key=value.' });
  expect(parseTags('a=1\na=2')).toEqual({ error: 'a stands twice.' });
});

test('an unknown range is the default', () => expect([readRange('7d'), readRange('1y'), readRange(null)]).toEqual(['7d', '24h', '24h']));

test('a view forgets the moment and the open row, and broken storage is no view', () => {
  expect(viewQuery('?range=1h&verdict=block&open=exc_1&from=2026-01-01')).toBe('verdict=block');
  expect(readViews({ getItem: () => '{"a":' })).toEqual([]);
  expect(readViews({ getItem: () => '[{"name":"n","query":"q"},{"name":5}]' })).toEqual([{ name: 'n', query: 'q' }]);
});
