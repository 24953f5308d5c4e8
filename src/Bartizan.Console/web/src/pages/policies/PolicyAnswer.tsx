import type { PolicyAnswer as Answer, PolicyExplanation } from '../../api/types';
import { Cedar } from '../../components/Cedar';
import { Icon } from '../../components/Icon';
import { Prose } from '../../components/Prose';
import { VerdictShape } from '../../components/Verdict';
import { plural } from '../../lib/format';
import { Effect } from './Effect';
import { Reason } from './Reason';
import css from './PolicyAnswer.module.css';

/** The decision as a tree: what determined it first, then what failed, then what did not apply. */
export function PolicyAnswer({ answer, draft }: { answer: Answer; draft: boolean }) {
  const determining = answer.policies.filter((one) => one.determining);
  const failed = answer.policies.filter((one) => one.outcome === 'error');
  const outweighed = answer.policies.filter((one) => one.outcome === 'satisfied' && !one.determining);
  const others = answer.policies.filter((one) => one.outcome === 'notSatisfied');
  return (
    <div className={css.answer} role="status">
      <p className={css.decision} data-allowed={answer.allowed}>
        <VerdictShape verdict={answer.allowed ? 'allow' : 'block'} size={20} />
        <strong>{answer.allowed ? 'Permitted' : 'Denied'}</strong>
        <span>
          {answer.allowed ? `by ${plural(determining.length, 'policy', 'policies')}`
            : determining.length > 0 ? `by ${plural(determining.length, 'policy', 'policies')} that ${determining.length === 1 ? 'forbids' : 'forbid'} it` : 'because no policy permits it'}
          {draft && ', by the draft'}
        </span>
      </p>
      <ul className={css.tree}>
        <Branch name="Determined it" list={determining} open />
        <Branch name="Failed to evaluate, and did not count" list={failed} open />
        <Branch name={answer.allowed ? 'Also permit it' : 'Permit it, but a forbid outweighs them'} list={outweighed} open />
        <Branch name="Did not apply" list={others} />
      </ul>
    </div>
  );
}

function Branch({ name, list, open = false }: { name: string; list: PolicyExplanation[]; open?: boolean }) {
  if (list.length === 0) return null;
  return (
    <li>
      <details className={css.branch} open={open}>
        <summary>
          <Icon name="right" size={12} /> {name} <span className="quiet">{list.length}</span>
        </summary>
        <ul>{list.map((one) => <Leaf key={one.policy.id} one={one} />)}</ul>
      </details>
    </li>
  );
}

function Leaf({ one }: { one: PolicyExplanation }) {
  return (
    <li className={css.leaf}>
      <details className={css.branch}>
        <summary>
          <Icon name="right" size={12} />
          <Effect effect={one.policy.effect} short />
          <code>{one.policy.id}</code>
        </summary>
        <Cedar text={one.policy.text} />
      </details>
      <p className={css.why} data-error={one.outcome === 'error' || undefined}><Prose text={one.why} /></p>
      {one.conditions.map((condition, index) => (
        <div key={index} className={css.condition}>
          <span className={css.clause}>
            {condition.clause}
            <span className="quiet">{condition.holds === null ? '' : condition.holds ? ', and it lets it pass' : ', and it does not let it pass'}</span>
          </span>
          <Reason reason={condition.reason} />
        </div>
      ))}
    </li>
  );
}
