import type { PolicyView } from '../../api/types';
import { VerdictShape } from '../../components/Verdict';
import css from './Effect.module.css';

/** Whether a policy permits or forbids. */
export function Effect({ effect, short = false }: { effect: PolicyView['effect']; short?: boolean }) {
  return (
    <span className={css.effect} data-effect={effect}>
      <VerdictShape verdict={effect === 'permit' ? 'allow' : 'block'} size={14} />
      <span className={short ? 'unseen' : undefined}>{effect === 'permit' ? 'Permits' : 'Forbids'}</span>
    </span>
  );
}
