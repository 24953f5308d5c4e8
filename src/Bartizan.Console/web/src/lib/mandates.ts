import type { MandateView } from '../api/types';
import { plural } from './format';

/** Cuts the list into pieces of work: each begins with the mandate that stands above all that follow. */
export function works(items: readonly MandateView[]): MandateView[][] {
  const all: MandateView[][] = [];
  for (const item of items) {
    if (item.depth === 0 || all.length === 0) all.push([]);
    all[all.length - 1]!.push(item);
  }
  return all;
}

/** How far it may be handed on, in words; empty where that is not limited. */
export const handsOn = (agents: number | null) =>
  agents === null ? '' : agents === 0 ? 'may hand it on to nobody' : `may hand it on ${plural(agents, 'step', 'steps')} deep`;
