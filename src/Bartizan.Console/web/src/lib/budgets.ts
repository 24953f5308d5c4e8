import type { BudgetView } from '../api/types';
import { count } from './format';

/** An amount in the budget's own unit: "12.50 USD", "1.2M tokens". */
export function amount(value: number, budget: Pick<BudgetView, 'unit' | 'currency'>): string {
  if (budget.currency) return `${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: value < 1 ? 4 : 2 })} ${budget.currency}`;
  return `${count(value)} ${value === 1 ? budget.unit.slice(0, -1) : budget.unit}`;
}

/** For whom it counts apart, in words. */
export function whom(budget: BudgetView): string {
  const parts = [budget.agent, budget.user, budget.system, budget.model].filter((part) => part !== null);
  return parts.length === 0 ? 'everybody together' : parts.join(' · ');
}

/** How full it is, 0 to 1. */
export const fullness = (budget: Pick<BudgetView, 'spent' | 'limit'>) => (budget.limit <= 0 ? 1 : Math.min(1, budget.spent / budget.limit));

/** How pressing that is: spent, nearly (nine tenths), or not. */
export function pressure(budget: Pick<BudgetView, 'spent' | 'limit'>): 'spent' | 'near' | 'fine' {
  const full = fullness(budget);
  return full >= 1 ? 'spent' : full >= 0.9 ? 'near' : 'fine';
}
