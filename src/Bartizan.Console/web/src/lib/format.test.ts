import { expect, test } from 'vitest';
import { ago, count, duration, left, middle, plural, share } from './format';

test.each([[0, '0'], [999, '999'], [1000, '1k'], [12_345, '12.3k'], [999_499, '999k'], [999_500, '1M'], [2_000_000_000, '2G']])('%d is counted as %s', (value, text) => {
  expect(count(value)).toBe(text);
});

test.each([[0, '0 µs'], [42, '42 µs'], [1_200, '1.2 ms'], [183_400, '183 ms'], [5_500_000, '5.5 s'], [180_000_000, '3 min']])('%d microseconds are %s', (us, text) => {
  expect(duration(us)).toBe(text);
});

test('a share of nothing is no share, and a small one does not read as none', () => {
  expect([share(0, 0), share(0, 5), share(1, 5000), share(1, 3), share(23, 1000)]).toEqual(['–', '0 %', '<0.1 %', '33 %', '2.3 %']);
});

test('an age never runs ahead of the clock', () => {
  expect([ago(2000, 1000), ago(3_540_000, 0), ago(0, 59_400), ago(0, 3_599_000), ago(0, 86_400_000)]).toEqual(['now', 'in 59 min', '59 s ago', '59 min ago', '1 d ago']);
});

test('what is over has no time left', () => {
  expect([left(1_000, 1_000), left(1_001, 1_000), left(60_000, 500), left(900_000, 0)]).toEqual([null, '1 s', '1 min', '15 min']);
});

test('a long id keeps both ends, a short one stays whole', () => {
  expect(middle('exc_01jd4x5m2n8q7r3s6t9v0w1y2z')).toBe('exc_01jd…w1y2z');
  expect(middle('acc_01')).toBe('acc_01');
});

test('one is singular', () => expect([plural(1, 'policy', 'policies'), plural(2, 'policy', 'policies')]).toEqual(['1 policy', '2 policies']));
