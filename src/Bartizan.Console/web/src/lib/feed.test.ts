import { expect, test } from 'vitest';
import { Feed } from './feed';

function harness(capacity = 100) {
  const frames: (() => void)[] = [];
  const feed = new Feed<{ position: number }>(capacity, (run) => frames.push(run));
  let told = 0;
  feed.subscribe(() => told++);
  return { feed, frame: () => frames.splice(0).forEach((run) => run()), frames, told: () => told, shown: () => feed.current().rows.map((row) => row.position) };
}

const rows = (...positions: number[]) => positions.map((position) => ({ position }));

test('a thousand arrivals in one frame are shown once, newest first', () => {
  const { feed, frame, frames, told, shown } = harness(2000);
  for (let i = 1; i <= 1000; i++) feed.add(rows(i));
  expect(frames).toHaveLength(1);
  expect(told()).toBe(0);
  frame();
  expect(told()).toBe(1);
  expect(shown().slice(0, 3)).toEqual([1000, 999, 998]);
  expect(shown()).toHaveLength(1000);
});

test('a pause keeps what is shown and counts what waits; going on shows it', () => {
  const { feed, frame, shown } = harness();
  feed.add(rows(1, 2));
  frame();
  feed.pause();
  feed.add(rows(3, 4, 5));
  frame();
  expect(shown()).toEqual([2, 1]);
  expect(feed.current().waiting).toBe(3);
  feed.resume();
  expect(shown()).toEqual([5, 4, 3, 2, 1]);
  expect(feed.current()).toMatchObject({ waiting: 0, paused: false });
});

test('a resumed stream that repeats itself shows nothing twice', () => {
  const { feed, frame, shown } = harness();
  feed.add(rows(1, 2, 3));
  frame();
  feed.add(rows(2, 3, 4));
  frame();
  expect(shown()).toEqual([4, 3, 2, 1]);
});

test('memory is bounded, also behind a pause, and the count stays true', () => {
  const { feed, frame, shown } = harness(3);
  feed.add(rows(1, 2, 3, 4));
  frame();
  expect(shown()).toEqual([4, 3, 2]);
  feed.pause();
  feed.add(rows(5, 6, 7, 8, 9));
  frame();
  expect(feed.current().waiting).toBe(5);
  feed.resume();
  expect(shown()).toEqual([9, 8, 7]);
});
