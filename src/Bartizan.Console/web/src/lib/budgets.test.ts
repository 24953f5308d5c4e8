import { describe, expect, it } from 'vitest';
import type { BudgetView } from '../api/types';
import { amount, fullness, pressure, whom } from './budgets';

const budget = (change: Partial<BudgetView>): BudgetView => ({
  budget: 'b', unit: 'tokens', currency: null, period: 'day', limit: 100, spent: 0, left: 100, until: '', agent: null, user: null, system: null, model: null, ...change,
});

describe('budgets', () => {
  it('writes money with its currency and counts short', () => {
    expect(amount(12.5, budget({ unit: 'money', currency: 'USD' }))).toBe('12.50 USD');
    expect(amount(0.0312, budget({ unit: 'money', currency: 'EUR' }))).toBe('0.0312 EUR');
    expect(amount(1_234_567, budget({}))).toBe('1.2M tokens');
    expect(amount(1, budget({ unit: 'requests' }))).toBe('1 request');
  });

  it('names those it counts apart', () => {
    expect(whom(budget({}))).toBe('everybody together');
    expect(whom(budget({ agent: 'bot', model: 'gpt-5' }))).toBe('bot · gpt-5');
  });

  it('presses when it is nearly spent', () => {
    expect([50, 89, 90, 100, 130].map((spent) => pressure(budget({ spent })))).toEqual(['fine', 'fine', 'near', 'spent', 'spent']);
    expect(fullness(budget({ spent: 130 }))).toBe(1);
    expect(pressure(budget({ limit: 0 }))).toBe('spent');
  });
});
