import { Button } from '@mantine/core';
import { ago } from '../lib/format';
import { useNow } from '../lib/now';
import { Icon } from './Icon';
import css from './Freshness.module.css';

/** How old what is shown is: quiet while it is fresh, amber when it is not. */
export function Freshness({ at, everyMs, failing, again }: { at: number; everyMs: number; failing: boolean; again: () => void }) {
  const now = useNow();
  if (at === 0) return null;
  const stale = failing || now - at > 3 * everyMs;
  if (!stale) {
    return (
      <span className={css.fresh} title={`Read every ${everyMs / 1000} s`}>
        <span className={css.dot} /> Live
      </span>
    );
  }

  return (
    <span className={css.stale} role="status">
      <Icon name="clock" size={14} /> As of {ago(at, now)}
      <Button size="compact-xs" variant="default" onClick={again}>
        Try again
      </Button>
    </span>
  );
}
