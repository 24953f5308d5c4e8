import { Button } from '@mantine/core';
import type { useLiveExchanges } from '../../api/live';
import { Icon } from '../../components/Icon';
import { ago, whole } from '../../lib/format';
import { useNow } from '../../lib/now';
import css from './LiveBar.module.css';

/** How the feed stands, and the way to stop and go on. A pause keeps counting. */
export function LiveBar({ live, ended }: { live: ReturnType<typeof useLiveExchanges>; ended: boolean }) {
  const now = useNow();
  if (ended) return <span className={css.state}>Past</span>;
  const { state, paused, waiting, feed, heard } = live;
  return (
    <div className={css.bar}>
      <span className={css.state} data-state={paused ? 'paused' : state} role="status">
        <span className={css.dot} aria-hidden="true" />
        {paused ? 'Paused' : { live: 'Live', connecting: 'Connecting…', stale: `Silent, last heard ${ago(heard, now)}`, off: 'Loading…' }[state]}
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
}
