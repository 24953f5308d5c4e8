import type { ChannelView, ScoreBin, ThresholdEffect } from '../api/types';
import { plural } from './format';

/** Budgets the server takes, as shares. */
export const leastBudget = 0.0001;
export const mostBudget = 0.2;

/** "0.5", "0.5 %" or "0,5" to a share; null for what is none, or out of bounds. */
export function parseBudget(text: string): number | null {
  const match = /^\s*(\d{1,2}(?:[.,]\d{1,4})?)\s*%?\s*$/.exec(text);
  const share = match ? Number(match[1]!.replace(',', '.')) / 100 : NaN;
  return share >= leastBudget && share <= mostBudget ? share : null;
}

/** A share as a percentage with as many digits as tell it apart: 0.0037 → "0.37 %". */
export const percent = (share: number) => `${Number((100 * share).toPrecision(share >= 0.1 ? 3 : 2))} %`;

/** False alarms as a count, and the most that their share may really be: "3 false alarms, ≤ 0.37 %". */
export const alarms = (effect: ThresholdEffect) => `${plural(effect.falseAlarms, 'false alarm')}, ${`≤ ${percent(effect.most)}`.replaceAll(' ', '\u00a0')}`;

/** Height of a bar, 0 to 1, on a logarithmic scale, on which one text among ten thousand is still seen. */
export function height(texts: number, bins: readonly ScoreBin[]): number {
  const most = Math.max(1, ...bins.flatMap((bin) => [bin.benign, bin.attacks, bin.unreviewed]));
  return texts === 0 ? 0 : Math.max(0.04, Math.log1p(texts) / Math.log1p(most));
}

/** The thresholds to block that are proposed, by channel: what is applied. */
export function proposedOf(channels: readonly ChannelView[]): Record<string, number> {
  return Object.fromEntries(channels.flatMap((channel) => (channel.block.proposed ? [[channel.channel, channel.block.proposed.score]] : [])));
}
