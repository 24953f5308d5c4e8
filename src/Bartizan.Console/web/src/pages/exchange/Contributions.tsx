import type { ContributionView } from '../../api/types';
import css from './Contributions.module.css';

/** What of the text made the score: shares to the right speak for it, to the left against. */
export function Contributions({ contributions }: { contributions: ContributionView[] }) {
  const most = Math.max(...contributions.map(({ weight }) => Math.abs(weight)), 1e-9);
  return (
    <ul className={css.list} aria-label="What made the score">
      {contributions.map(({ feature, weight }, index) => (
        <li key={index} className={css.row}>
          <code className="clip" title={feature}>{feature}</code>
          <span className={css.track} aria-hidden="true">
            <span className={weight < 0 ? css.against : css.for} style={{ width: `${(50 * Math.abs(weight)) / most}%` }} />
          </span>
          <span className={css.weight}>{weight > 0 ? '+' : '−'}{Math.abs(weight).toFixed(2)}</span>
        </li>
      ))}
    </ul>
  );
}
