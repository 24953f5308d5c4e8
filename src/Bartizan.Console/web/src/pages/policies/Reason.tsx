import type { ReasonView } from '../../api/types';
import { Icon, type IconName } from '../../components/Icon';
import css from './Reason.module.css';

const signs: Record<ReasonView['outcome'], IconName | null> = { true: 'check', false: 'close', error: 'alert', value: null, notReached: null };

/** One part of a condition with what it came to, and below it the parts that explain that. */
export function Reason({ reason }: { reason: ReasonView }) {
  const sign = signs[reason.outcome];
  return (
    <div className={css.reason} data-outcome={reason.outcome}>
      <div className={css.line}>
        <span className={css.sign}>{sign && <Icon name={sign} size={14} />}</span>
        <code className={css.text}>{reason.text}</code>
        <Came reason={reason} />
      </div>
      {reason.parts.length > 0 && (
        <ul className={css.parts}>
          {reason.parts.map((part, index) => <li key={index}><Reason reason={part} /></li>)}
        </ul>
      )}
    </div>
  );
}

function Came({ reason }: { reason: ReasonView }) {
  if (reason.outcome === 'notReached') return <span className="quiet">not reached</span>;
  return <span className={css.value}>{reason.outcome === 'error' ? reason.value : <>is <code>{reason.value}</code></>}</span>;
}
