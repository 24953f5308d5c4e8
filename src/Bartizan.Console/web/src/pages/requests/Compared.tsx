import type { ComparedView } from '../../api/types';
import { Panel } from '../../components/Panel';
import { plural } from '../../lib/format';
import { Hidden } from './Shown';
import css from './Compared.module.css';

const word: Record<ComparedView['differences'][number]['kind'], string> = {
  newDestination: 'New destination',
  outOfRange: 'Out of range',
  newField: 'New field',
  missingField: 'Missing',
  newValue: 'New value',
};

/** What is different from what this agent usually does with this tool? */
export function Compared({ compared }: { compared: ComparedView }) {
  return (
    <Panel title="What is different" note={compared.calls > 0 && `from ${plural(compared.calls, 'call')} that ${compared.calls === 1 ? 'was' : 'were'} approved and made before`}>
      {compared.calls === 0 ? <p className={css.text}>No earlier call of this agent and tool was approved and made, so there is nothing to compare what it sends with.</p>
        : compared.differences.length === 0 ? <p className={css.text}>Nothing that was not seen before.</p>
        : (
          <ul className={css.list}>
            {compared.differences.map((difference) => (
              <li key={`${difference.path} ${difference.kind} ${difference.now}`} data-kind={difference.kind}>
                <span className={css.kind}>{word[difference.kind]}</span>
                <code className={css.path}><Hidden text={difference.path} /></code>
                {difference.now && <code className={css.now}><Hidden text={difference.now} /></code>}
                {difference.before && <span className={css.before}>before: <Hidden text={difference.before} /></span>}
              </li>
            ))}
          </ul>
        )}
      {compared.looked > 0 && (
        <p className={css.text}>
          Of the last {plural(compared.looked, 'call')} that passed, {compared.same === 0 ? 'none' : compared.same} sent exactly the same. Of the others only digests are kept.
        </p>
      )}
    </Panel>
  );
}
