import type { FindingView } from '../../api/types';
import { Chip, Label } from '../../components/Text';
import { Prose } from '../../components/Prose';
import { VerdictShape } from '../../components/Verdict';
import { Contributions } from './Contributions';
import type { Tone } from './tone';
import css from './FindingCard.module.css';

const done: Record<Tone, string> = { plain: 'noted', redact: 'masked', hold: 'held', block: 'blocked' };

/** What was found, how sure, why, and what made the score. */
export function FindingCard({ finding, tone, few = 4 }: { finding: FindingView; tone: Tone; few?: number }) {
  return (
    <div className={css.card}>
      <div className={css.head}>
        <Label label={finding.label} />
        <span className={css.score} title="How sure the inspector is">{score(finding.score)}</span>
        <span className={css.done} data-tone={tone}>
          {tone !== 'plain' && <VerdictShape verdict={tone} size={14} />}
          {done[tone]}
        </span>
      </div>
      <p><Prose text={finding.reason} /></p>
      <div className={css.notes}>
        <span>by {finding.inspector}</span>
        {finding.normalisations.map((name) => <Chip key={name} title="What had to be undone to see it">{name}</Chip>)}
      </div>
      {finding.contributions.length > 0 && <Contributions contributions={finding.contributions.slice(0, few)} />}
    </div>
  );
}

/** An exact match is certain; a probability never reads as certain. */
const score = (value: number) => (value === 1 ? 'certain' : `${Math.min(99.9, value * 100).toFixed(value > 0.99 ? 1 : 0)} %`);
