import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Overview } from '../../api/types';
import { Icon } from '../../components/Icon';
import { VerdictShape } from '../../components/Verdict';
import { count, share, whole } from '../../lib/format';
import { useLink } from '../../lib/url';
import { verdicts, verdictWord } from '../../lib/words';
import css from './Figures.module.css';

/** The sums; each leads to the rows behind it. */
export function Figures({ data }: { data: Overview }) {
  const link = useLink();
  const { totals } = data;
  return (
    <ul className={css.figures} aria-label="Sums">
      <Figure name="Exchanges" value={totals.exchanges} href={link('/exchanges')} note={`${count(totals.inputTokens)} tokens in, ${count(totals.outputTokens)} out`} />
      {verdicts.map((verdict) => (
        <Figure key={verdict} name={verdictWord[verdict]} icon={<VerdictShape verdict={verdict} />} value={totals[verdict]}
          href={link('/exchanges', { verdict })} note={share(totals[verdict], totals.exchanges)} />
      ))}
      <Figure name="Findings" value={totals.findings} note={`${data.findings.length} ${data.findings.length === 1 ? 'label' : 'labels'}`}
        href={link('/exchanges', { label: [...new Set(data.findings.map((series) => series.label.split('.')[0]!))] })} />
      <Figure name="Not answered" icon={totals.failures > 0 ? <Icon name="alert" /> : undefined} value={totals.failures} note="the model failed" href={link('/exchanges', { sort: 'status' })} />
    </ul>
  );
}

function Figure({ name, value, note, icon, href }: { name: string; value: number; note: string; icon?: ReactNode; href: string }) {
  return (
    <li>
      <Link href={href} className={css.figure}>
        <span className={css.name}>
          {icon}
          {name}
        </span>
        <span className={css.value} title={whole(value)}>
          {count(value)}
        </span>
        <span className={css.note}>{note}</span>
      </Link>
    </li>
  );
}
