import { Link } from 'wouter';
import type { AgentRank } from '../../api/types';
import { duration, share, whole } from '../../lib/format';
import { useLink } from '../../lib/url';
import css from './Ranking.module.css';

/** Agents by one figure, each with a bar against the first. */
export function Ranking({ ranks, by }: { ranks: AgentRank[]; by: 'stopped' | 'total' }) {
  const link = useLink();
  const value = (rank: AgentRank) => (by === 'stopped' ? rank.stopped : rank.meanTotalUs);
  const most = Math.max(1, ...ranks.map(value));
  if (ranks.length === 0) return <p className={css.none}>{by === 'stopped' ? 'No agent was stopped.' : 'No agent was seen.'}</p>;
  return (
    <ol>
      {ranks.slice(0, 6).map((rank) => (
        <li key={rank.agent?.id ?? ''}>
          <Link className={css.row} href={link('/exchanges', { agent: rank.agent?.id, verdict: by === 'stopped' ? ['block', 'hold'] : undefined, sort: by === 'total' ? '-total' : undefined })}>
            <span className="clip">{rank.agent?.name ?? 'Unknown keys'}</span>
            <span className={css.figure}>
              {by === 'stopped' ? whole(rank.stopped) : duration(rank.meanTotalUs)}
              <span className={css.of}>{by === 'stopped' ? share(rank.stopped, rank.exchanges) : `${whole(rank.exchanges)} ex.`}</span>
            </span>
            <span className={css.bar} style={{ width: `${(100 * value(rank)) / most}%` }} />
          </Link>
        </li>
      ))}
    </ol>
  );
}
