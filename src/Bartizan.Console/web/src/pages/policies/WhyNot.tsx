import { Link } from 'wouter';
import type { RemedyView, WhyNotView } from '../../api/types';
import { Cedar } from '../../components/Cedar';
import { Icon } from '../../components/Icon';
import { VerdictShape } from '../../components/Verdict';
import { Effect } from './Effect';
import css from './WhyNot.module.css';

/** What would turn a denial into a permit: changes first, then what stands in the way, then the smallest grant. */
export function WhyNot({ answer }: { answer: WhyNotView }) {
  if (answer.allowed) {
    return (
      <p className={css.head} role="status">
        <VerdictShape verdict="allow" size={16} /> The policies in force permit it{answer.determining.length > 0 && <>, by {answer.determining.map((id) => <code key={id}>{id}</code>)}</>}: nothing needs to change.
      </p>
    );
  }
  return (
    <div className={css.answer} role="status">
      {answer.blueprint.length > 0 && (
        <p className={css.blueprint}><Icon name="blueprints" size={14} /> The agent’s blueprint stands against it too, whatever policies say: {answer.blueprint.map((one) => <code key={one}>{one}</code>)}</p>
      )}
      <section>
        <h3>{answer.proposals.length > 0 ? 'Each of these alone would permit it, smallest first' : 'No change that policies speak of would permit it'}</h3>
        <ol className={css.proposals}>
          {answer.proposals.map((changes) => <li key={changes.join()}><Changes changes={changes} /></li>)}
        </ol>
      </section>
      <Remedies title="In the way" verb="Would not apply after" remedies={answer.forbids} />
      <Remedies title="Permits that nearly apply" verb="Would apply after" remedies={answer.permits} />
      <section>
        <h3>The smallest grant</h3>
        {answer.grant
          ? <><p className="quiet">A new policy that permits just this; leave out bounds that need not hold.</p><Cedar text={answer.grant.trim()} /></>
          : <p className="quiet">{answer.forbids.length > 0 ? 'No grant can help: a forbid outweighs every permit.' : 'No grant was found that permits it.'}</p>}
      </section>
      {answer.errors.map((error) => <p key={error} className={css.error}><Icon name="alert" size={14} /> {error}</p>)}
      <p className="quiet">{answer.searched} A change is what would turn the answer, not what should be done: whether a label may go is for people.</p>
    </div>
  );
}

function Changes({ changes }: { changes: string[] }) {
  return changes.map((change, index) => <span key={change}>{index > 0 && <b className={css.and}> and </b>}<code className={css.change}>{change}</code></span>);
}

function Remedies({ title, verb, remedies }: { title: string; verb: string; remedies: RemedyView[] }) {
  if (remedies.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className={css.remedies}>
        {remedies.map(({ policy, choices }) => (
          <li key={policy.id}>
            <p className={css.policy}><Effect effect={policy.effect} short /> <Link href={`/policies?policy=${encodeURIComponent(policy.id)}`}><code>{policy.id}</code></Link></p>
            {choices.length === 0 ? <p className="quiet">Nothing that it speaks of would change that.</p> : (
              <p className={css.choices}><span className="quiet">{verb}</span> {choices.slice(0, 3).map((changes, index) => <span key={changes.join()}>{index > 0 && <b className={css.and}> or </b>}<Changes changes={changes} /></span>)}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
