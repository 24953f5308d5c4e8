import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Overview } from '../../api/types';
import { VerdictShape } from '../../components/Verdict';
import { count, rate, share, whole } from '../../lib/format';
import { useLink } from '../../lib/url';
import { verdicts, verdictWord } from '../../lib/words';
import css from './Figures.module.css';

/** The sums; each leads to the rows behind it. */
export function Figures({ data }: { data: Overview }) {
  const link = useLink();
  const { totals } = data;
  return (
    <ul className={css.figures} aria-label="Sums">
      <Figure name="Exchanges" value={totals.exchanges} href={link('/exchanges')} note={rate(totals.exchanges, (Date.parse(data.to) - Date.parse(data.from)) / 1000)} />
      {verdicts.map((verdict) => (
        <Figure key={verdict} name={verdictWord[verdict]} icon={<VerdictShape verdict={verdict} />} value={totals[verdict]}
          href={link('/exchanges', { verdict })} note={share(totals[verdict], totals.exchanges)} />
      ))}
      <Figure name="Labels found" value={data.findings.length} note={data.findings[0] ? `most: ${data.findings[0].label}` : 'nothing found'}
        href={link('/exchanges', { label: [...new Set(data.findings.map((series) => series.label.split('.')[0]!))] })} />
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
