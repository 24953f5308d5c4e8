import type { PolicyView, TrialView } from '../../api/types';
import { Cedar } from '../../components/Cedar';
import { Chip, Copy } from '../../components/Text';
import { Effect } from './Effect';
import { Trial } from './Trial';
import css from './PolicyCard.module.css';

export function PolicyCard({ policy, trial, chosen = false }: { policy: PolicyView; trial?: TrialView; chosen?: boolean }) {
  const annotations = Object.entries(policy.annotations).filter(([name]) => name !== 'id');
  return (
    <article id={`policy-${policy.id}`} className={css.card} data-chosen={chosen || undefined}>
      <header className={css.head}>
        <Effect effect={policy.effect} />
        <h2 className={css.id}>{policy.id}</h2>
        <Copy text={policy.text} label="Copy policy" />
        {policy.file && <code className={css.place}>{policy.file}:{policy.line}</code>}
      </header>
      {annotations.length > 0 && (
        <ul className={css.annotations}>
          {annotations.map(([name, value]) => (
            <li key={name}><Chip title={`@${name}("${value}")`}><b className={css.name}>@{name}</b><span className="clip">{value}</span></Chip></li>
          ))}
        </ul>
      )}
      {trial && <Trial trial={trial} />}
      <Cedar text={policy.text} />
    </article>
  );
}
