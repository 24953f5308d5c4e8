import { Button } from '@mantine/core';
import { memo, type RefObject } from 'react';
import type { LiveState } from '../../api/live';
import type { ExchangeRow } from '../../api/types';
import { Icon } from '../../components/Icon';
import type { Feed } from '../../lib/feed';
import { ago, whole } from '../../lib/format';
import { useNow } from '../../lib/now';
import css from './LiveBar.module.css';

/** How the feed stands, and the way to stop and go on. A pause keeps counting. */
export const LiveBar = memo(function LiveBar({ feed, state, paused, waiting, heard, ended, failed }: {
  feed: Feed<ExchangeRow>;
  state: LiveState;
  paused: boolean;
  waiting: number;
  heard: RefObject<number>;
  ended: boolean;
  failed: boolean;
}) {
  const now = useNow();
  if (failed) return null;
  if (ended) return <span className={css.state}>Past</span>;
  return (
    <div className={css.bar}>
      <span className={css.state} data-state={paused ? 'paused' : state} role="status">
        <span className={css.dot} aria-hidden="true" />
        {paused ? 'Paused' : { live: 'Live', connecting: 'Connecting…', stale: `Silent, last heard ${ago(heard.current, now)}`, off: 'Loading…' }[state]}
      </span>
      {paused ? (
        <Button variant="light" leftSection={<Icon name="play" size={14} />} onClick={() => feed.resume()}>
          {waiting === 0 ? 'Go on' : `${whole(waiting)} new`}
        </Button>
      ) : (
        <Button variant="default" leftSection={<Icon name="pause" size={14} />} onClick={() => feed.pause()} disabled={state === 'off'}>
          Pause
        </Button>
      )}
    </div>
  );
});
