import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useMay } from '../../api/session';
import type { DecidingPolicy, DecisionView, ExchangeDetail } from '../../api/types';
import { Cedar } from '../../components/Cedar';
import { Icon } from '../../components/Icon';
import { Prose } from '../../components/Prose';
import { Verdict, VerdictShape } from '../../components/Verdict';
import { actionSubject, deciding, sentence, shadowSentence } from '../../lib/decision';
import css from './DecisionList.module.css';

/** What was decided, in sentences, each with the policies that determined it. */
export function DecisionList({ detail, open = false }: { detail: ExchangeDetail; open?: boolean }) {
  const main = deciding(detail.decisions);
  const others = detail.decisions.filter((decision) => decision !== main);
  const may = useMay('testPolicies');
  const why = (decision: DecisionView) =>
    may && stopped(decision) ? <Link className={css.whyNot} href={`/policies?tab=test&exchange=${encodeURIComponent(detail.row.id)}&decision=${detail.decisions.indexOf(decision)}`}>What would permit this?</Link> : null;
  const shadows = detail.decisions.flatMap(({ shadow }, index) => (shadow ? [{ shadow, text: shadowSentence(detail.decisions[index]!) }] : []));
  return (
    <section className={css.box} aria-label="Decision">
      {main ? <Main decision={main} open={open} why={why(main)} /> : <p><Verdict verdict={detail.row.verdict} tinted /></p>}
      {detail.row.failure && (
        <p className={css.failure}><Icon name="alert" size={14} /> The model did not answer: <code>{detail.row.failure}</code></p>
      )}
      {detail.guardFailures.map((failure) => (
        <p key={failure} className={css.failure}><Icon name="alert" size={14} /> Inspector failed: {failure}</p>
      ))}
      {others.length > 0 && (
        <ul className={css.others}>
          {others.map((decision, index) => (
            <li key={index}>
              <VerdictShape verdict={decision.verdict} size={14} />
              <span>{sentence(decision)}</span>
              <Names policies={decision.policies} />
              {why(decision)}
            </li>
          ))}
        </ul>
      )}
      {shadows.length > 0 && (
        <ul className={css.others} aria-label="Shadow policies">
          {shadows.map(({ shadow, text }, index) => (
            <li key={index}>
              <VerdictShape verdict={shadow.verdict} size={14} />
              <span>{text}</span>
              <span className={css.names}>{shadow.policies.map((id) => <code key={id}>{id}</code>)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Main({ decision, open, why }: { decision: DecisionView; open: boolean; why: ReactNode }) {
  return (
    <>
      <div className={css.main}>
        <Verdict verdict={decision.verdict} tinted />
        <p>
          <strong>{sentence(decision)}</strong> {decision.message} {why}
        </p>
      </div>
      {decision.code && <p className={css.code}>The client was told <code>{decision.code}</code></p>}
      {decision.errors.map((error) => (
        <p key={error} className={css.failure}><Icon name="alert" size={14} /> <span>Policy failed to evaluate: <Prose text={error} /></span></p>
      ))}
      {decision.policies.length === 0 && <p className="quiet">No policy decided on the {actionSubject(decision.action).toLowerCase()}: what nothing permits is blocked.</p>}
      {decision.policies.map((policy) => (
        <details key={policy.id} className={css.policy} open={open && telling(policy, decision)}>
          <summary>
            <Icon name="right" size={12} />
            <code>{policy.id}</code>
            {policy.policy?.file && <span className={css.place}>{policy.policy.file}:{policy.policy.line}</span>}
          </summary>
          {policy.policy ? (
            <div className={css.source}>
              <Cedar text={policy.policy.text} />
              <Link href={`/policies?policy=${encodeURIComponent(policy.id)}`}>Among all policies</Link>
            </div>
          ) : (
            <p className={css.gone}>It decided then; no policy of that id is loaded now.</p>
          )}
        </details>
      ))}
    </>
  );
}

/** Whether policy stopped it, so that it can be asked what would have let it pass; what budgets refuse, no policy permits. */
const stopped = ({ verdict, action }: DecisionView) => (verdict === 'block' || verdict === 'hold') && action !== 'spend';

/** Whether a policy's source says something about this decision: the only one, or one with obligations. */
const telling = ({ policy }: DecidingPolicy, decision: DecisionView) =>
  decision.policies.length === 1 || Object.keys(policy?.annotations ?? {}).some((name) => name !== 'id');

function Names({ policies }: { policies: DecidingPolicy[] }) {
  return <span className={css.names}>{policies.map((policy) => <code key={policy.id}>{policy.id}</code>)}</span>;
}
