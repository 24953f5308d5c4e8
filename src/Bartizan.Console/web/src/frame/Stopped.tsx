import { Link } from 'wouter';
import { useKillSwitches } from '../api/killSwitches';
import { Icon } from '../components/Icon';
import { stoppedLine, thrownNow } from '../lib/killSwitches';
import { useLink } from '../lib/url';
import css from './Stopped.module.css';

/** Says on every page what a kill switch stops, so that nobody searches elsewhere for why nothing passes. */
export function Stopped() {
  const link = useLink();
  const items = useKillSwitches().data?.items ?? [];
  if (thrownNow(items).length === 0) return null;
  const line = stoppedLine(items);
  return (
    <Link href={link('/kill-switches')} className={css.bar} title={line}>
      <Icon name="stop" size={14} /> <span>{line}</span>
    </Link>
  );
}
