import { describe, expect, it } from 'vitest';
import type { ChannelView, ThresholdEffect } from '../api/types';
import { alarms, height, parseBudget, percent, proposedOf } from './calibration';

const effect = (change: Partial<ThresholdEffect>): ThresholdEffect => ({ score: 0.7, falseAlarms: 3, share: 0.0014, least: 0.0004, most: 0.0037, attacks: 0, missed: 0, unreviewed: 0, ...change });

describe('calibration', () => {
  it('reads budgets as people write them, and no others', () => {
    expect(['0.5', '0.5 %', ' 0,5%', '20', '0.01'].map(parseBudget)).toEqual([0.005, 0.005, 0.005, 0.2, 0.0001]);
    expect(['', '0', '21', '-1', '0.001', 'x', '1e2', '5 % of it'].map(parseBudget)).toEqual(Array(8).fill(null));
  });

  it('writes shares with the digits that matter', () => {
    expect([0, 0.000334, 0.0014, 0.05, 0.2].map(percent)).toEqual(['0 %', '0.033 %', '0.14 %', '5 %', '20 %']);
    expect(alarms(effect({}))).toBe('3 false alarms, ≤\u00a00.37\u00a0%');
  });

  it('shows one text beside ten thousand, and none as nothing', () => {
    const bins = [{ benign: 10_000, attacks: 0, unreviewed: 1 }];
    expect(height(10_000, bins)).toBe(1);
    expect(height(1, bins)).toBeGreaterThan(0.05);
    expect(height(0, bins)).toBe(0);
  });

  it('applies what is proposed and nothing else', () => {
    const channel = (name: 'user' | 'data', proposed: ThresholdEffect | null) => ({ channel: name, block: { now: effect({}), proposed } }) as ChannelView;
    expect(proposedOf([channel('user', effect({ score: 0.81 })), channel('data', null)])).toEqual({ user: 0.81 });
  });
});
