import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/client';
import { useLiveExchanges } from '../../api/live';
import type { ExchangeRow } from '../../api/types';
import { rangeOf } from '../../lib/range';
import { useRange, type ExchangeFilter } from '../../lib/url';

const pageSize = 200;

/** The exchanges that fit a filter: pages of the past, with what arrives put before them. */
export function useExchanges(filter: ExchangeFilter) {
  const [range] = useRange();
  const list = useInfiniteQuery({
    queryKey: ['exchanges', filter, range],
    queryFn: ({ pageParam, signal }) => {
      const from = filter.from || new Date(Date.now() - rangeOf(range).seconds * 1000).toISOString();
      return api.get('/api/exchanges', { ...filter, from, cursor: pageParam, limit: pageSize }, signal);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    // What is new comes by the live feed; coming back to the list finds it as it was left.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });

  const first = list.data?.pages[0];
  const { agent, verdict, label, q } = filter;
  const live = useLiveExchanges({ agent, verdict, label, q }, first && !filter.to ? first.head : null, () => void list.refetch());

  const past = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const rows = useMemo(() => {
    const newest = past[0]?.position ?? -1;
    const fresh = live.rows.filter((row) => row.position > newest);
    return fresh.length === 0 ? past : fresh.concat(past);
  }, [live.rows, past]);

  return { list, live, rows };
}

/** How rows are put in order: the key of a column, with a minus for the largest first. Empty: newest first. */
export type Sort = string;

const keys: Record<string, (row: ExchangeRow) => string | number> = {
  verdict: (row) => ({ allow: 0, redact: 1, hold: 2, block: 3 })[row.verdict],
  time: (row) => row.position,
  agent: (row) => row.agent?.name.toLowerCase() ?? '',
  model: (row) => row.model.toLowerCase(),
  findings: (row) => row.findings,
  status: (row) => (row.failure ? 1000 : 0) + row.status,
  tokens: (row) => (row.inputTokens ?? 0) + (row.outputTokens ?? 0),
  total: (row) => row.totalUs,
  added: (row) => row.overheadUs,
};

export function sortRows(rows: readonly ExchangeRow[], sort: Sort): readonly ExchangeRow[] {
  const down = sort.startsWith('-');
  const key = keys[down ? sort.slice(1) : sort];
  if (!key) return rows;
  const turn = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const left = key(a);
    const right = key(b);
    if (left === right) return b.position - a.position;
    return left < right ? -turn : turn;
  });
}
