import { expect, test } from 'vitest';
import { bursts } from './bursts';

const buckets = (...blocks: number[]) => blocks.map((block) => ({ hold: 0, block }));

test('what stands out against its own span is marked', () => {
  expect(bursts(buckets(0, 1, 0, 32, 2, 1))).toEqual([{ index: 3, stopped: 32, usual: 1 }]);
});

test('a few are no burst, and much that is usual is none either', () => {
  expect(bursts(buckets(0, 0, 4, 0))).toEqual([]);
  expect(bursts(buckets(40, 38, 45, 60, 41))).toEqual([]);
  expect(bursts([])).toEqual([]);
});
