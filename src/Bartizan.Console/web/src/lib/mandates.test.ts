import { describe, expect, it } from 'vitest';
import type { MandateView } from '../api/types';
import { handsOn, works } from './mandates';

const mandate = (id: string, depth: number) => ({ id, depth }) as MandateView;

describe('works', () => {
  it('begins a piece of work with each uppermost mandate', () => {
    const cut = works([mandate('a', 0), mandate('b', 1), mandate('c', 2), mandate('d', 0), mandate('e', 1)]);
    expect(cut.map((work) => work.map((m) => m.id).join(''))).toEqual(['abc', 'de']);
  });

  it('has none of nothing', () => expect(works([])).toEqual([]));
});

describe('handsOn', () => {
  it('says how deep, and nothing where nothing is limited', () => {
    expect([handsOn(null), handsOn(0), handsOn(1), handsOn(2)]).toEqual(['', 'may hand it on to nobody', 'may hand it on 1 step deep', 'may hand it on 2 steps deep']);
  });
});
