import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Feed } from '../lib/feed';
import { url } from './client';
import type { ExchangeRow, LiveBatch } from './types';

/** How the live feed stands: `stale` when nothing, not even a heartbeat, came for a while. */
export type LiveState = 'connecting' | 'live' | 'stale' | 'off';

const staleAfterMs = 30_000;

/** Follows exchanges after a position. Null leaves the feed closed. */
export function useLiveExchanges(filter: object, after: number | null, onMissed: () => void) {
  const query = JSON.stringify(filter);
  const feed = useMemo(() => new Feed<ExchangeRow>(5_000, (run) => requestAnimationFrame(run)), [query, after === null]);
  const [state, setState] = useState<LiveState>('off');
  // A reference, not state: at a thousand events a second nobody reads it, and in silence it is the figure shown.
  const heard = useRef(Date.now());

  useEffect(() => {
    if (after === null) {
      setState('off');
      return;
    }

    setState('connecting');
    const source = new EventSource(url('/api/exchanges/live', { ...JSON.parse(query), after }));
    let silence = 0;
    const listen = () => {
      clearTimeout(silence);
      silence = window.setTimeout(() => setState('stale'), staleAfterMs);
      setState('live');
    };
    const receive = (event: MessageEvent<string>) => {
      listen();
      heard.current = Date.now();
      const batch = JSON.parse(event.data) as LiveBatch;
      if (batch.missed) onMissed();
      feed.add(batch.items);
    };

    source.addEventListener('open', listen);
    source.addEventListener('exchanges', receive);
    source.addEventListener('heartbeat', receive);
    source.addEventListener('error', () => setState(source.readyState === EventSource.CLOSED ? 'stale' : 'connecting'));
    return () => {
      clearTimeout(silence);
      source.close();
    };
    // The position only says where to start: the feed keeps its own place from then on.
  }, [feed, query, after === null]);

  const view = useSyncExternalStore(feed.subscribe, feed.current);
  return { feed, ...view, state, heard };
}
