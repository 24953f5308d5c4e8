import type { TrialView } from '../../api/types';
import { Time } from '../../components/Text';
import { percent } from '../../lib/calibration';
import { plural, whole } from '../../lib/format';
import css from './Trial.module.css';

const word = { watching: 'Watching', enough: 'Has seen enough to enforce', tooMany: 'Would change too much' };

/** How a policy in shadow mode is doing: what it was asked, what it would have changed, and whether that is enough. */
export function Trial({ trial }: { trial: TrialView }) {
  const benign = trial.asked - trial.attacks;
  return (
    <div className={css.trial} data-state={trial.state}>
      <p className={css.state}>In shadow: {word[trial.state]}</p>
      <p>
        {trial.asked === 0 ? 'Nothing was asked of it yet.' : (
          <>
            Of {plural(trial.asked, 'exchange')}{trial.first && <> since <Time value={trial.first} /></>} it would have changed {whole(trial.changed)}
            {trial.attacks > 0 && `, ${whole(trial.attacks)} of them marked as attacks`}: at most {percent(trial.most)} of benign ones, of {percent(trial.budget)} allowed.
          </>
        )}
        {trial.state === 'watching' && ` ${whole(trial.needed)} benign exchanges are enough if it changes no more.`}
      </p>
      <span className={css.track} role="meter" aria-label={`Benign exchanges seen by ${trial.policy}`} aria-valuemin={0} aria-valuemax={trial.needed} aria-valuenow={Math.min(benign, trial.needed)}>
        <span className={css.bar} style={{ width: `${100 * Math.min(1, benign / Math.max(1, trial.needed))}%` }} />
      </span>
    </div>
  );
}
