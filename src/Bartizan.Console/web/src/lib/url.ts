import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { readRange, type RangeKey } from './range';

/** The range in the URL, which every page keeps. */
export function useRange(): [RangeKey, (key: RangeKey) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (key: RangeKey) =>
      setParams((before) => {
        const next = new URLSearchParams(before);
        next.set('range', key);
        next.delete('from');
        next.delete('to');
        return next;
      }),
    [setParams],
  );
  return [readRange(params.get('range')), set];
}

/** Makes links that keep the range. */
export function useLink() {
  const [params] = useSearchParams();
  const range = params.get('range');
  return useCallback(
    (path: string, more: Record<string, string | string[] | undefined> = {}) => {
      const next = new URLSearchParams();
      for (const [name, value] of Object.entries(more)) {
        for (const one of Array.isArray(value) ? value : [value]) if (one) next.append(name, one);
      }
      if (range && !next.has('range') && !next.has('from')) next.set('range', range);
      const text = next.toString();
      return text ? `${path}?${text}` : path;
    },
    [range],
  );
}

/** Filters of the list of exchanges, as the URL holds them. */
export interface ExchangeFilter {
  agent: string;
  verdict: string[];
  label: string;
  q: string;
  from: string;
  to: string;
}

export function useExchangeFilter() {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  const filter = useMemo<ExchangeFilter>(() => {
    const read = new URLSearchParams(text);
    return {
      agent: read.get('agent') ?? '',
      verdict: read.getAll('verdict'),
      label: read.get('label') ?? '',
      q: read.get('q') ?? '',
      from: read.get('from') ?? '',
      to: read.get('to') ?? '',
    };
  }, [text]);

  const change = useCallback(
    (part: Partial<ExchangeFilter>, replace = false) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(part)) {
            next.delete(name);
            for (const one of Array.isArray(value) ? value : [value]) if (one) next.append(name, one);
          }
          return next;
        },
        { replace },
      ),
    [setParams],
  );

  return { filter, change };
}

/** One value of the URL, such as the open row or the chosen tab. */
export function useParam(name: string): [string, (value: string, replace?: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (value: string, replace = false) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          if (value) next.set(name, value);
          else next.delete(name);
          return next;
        },
        { replace },
      ),
    [name, setParams],
  );
  return [params.get(name) ?? '', set];
}

export const usePath = () => useLocation()[0];
