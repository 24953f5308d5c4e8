/** Spans of time that a page looks back over. */
export const ranges = [
  { key: '15m', label: 'Last 15 minutes', seconds: 900 },
  { key: '1h', label: 'Last hour', seconds: 3600 },
  { key: '6h', label: 'Last 6 hours', seconds: 21_600 },
  { key: '24h', label: 'Last 24 hours', seconds: 86_400 },
  { key: '7d', label: 'Last 7 days', seconds: 604_800 },
  { key: '30d', label: 'Last 30 days', seconds: 2_592_000 },
] as const;

export type RangeKey = (typeof ranges)[number]['key'];

export const defaultRange: RangeKey = '24h';

/** The range a URL names; anything unknown is the default. */
export const readRange = (value: string | null): RangeKey => ranges.find((range) => range.key === value)?.key ?? defaultRange;

export const rangeOf = (key: RangeKey) => ranges.find((range) => range.key === key)!;
