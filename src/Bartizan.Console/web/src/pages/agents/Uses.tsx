import { useUses } from '../../api/reviews';
import { Panel } from '../../components/Panel';
import { Time } from '../../components/Text';
import { whole } from '../../lib/format';
import css from './Uses.module.css';

const most = 12;

/** What was it let do, and how often? A bar a permission, the most used first. */
export function Uses({ id }: { id: string }) {
  const uses = useUses(id);
  const items = uses.data?.items ?? [];
  if (items.length === 0) return null;
  const top = Math.max(...items.map((use) => use.passed));
  return (
    <Panel title="What it used" note={`in the last 30 days${items.length > most ? `, the first ${most} of ${whole(items.length)}` : ''}`}>
      <ol className={css.uses}>
        {items.slice(0, most).map((use) => (
          <li key={use.action + use.resource}>
            <span className={css.name} title={`${use.action} ${use.resource}`}>{use.resource}</span>
            <span className={css.count}>{whole(use.passed)} <span className="quiet"><Time value={use.last} /></span></span>
            <span className={css.bar} style={{ width: `${(100 * use.passed) / top}%` }} aria-hidden="true" />
          </li>
        ))}
      </ol>
    </Panel>
  );
}
