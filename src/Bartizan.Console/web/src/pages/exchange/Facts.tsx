import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ExchangeRow } from '../../api/types';
import { Time } from '../../components/Text';
import { whole } from '../../lib/format';
import { useLink } from '../../lib/url';
import { dialectWord } from '../../lib/words';
import css from './Facts.module.css';

/** Who asked what of whom. */
export function Facts({ row, sensitivity }: { row: ExchangeRow; sensitivity: string | null }) {
  const link = useLink();
  return (
    <dl className={css.facts}>
      <Fact name="Agent">{row.agent ? <Link href={link('/exchanges', { agent: row.agent.id })} className="clip">{row.agent.name}</Link> : 'Unknown key'}</Fact>
      <Fact name="Model">{row.model || 'not read'}{row.upstream && <span className="quiet"> at {row.upstream}</span>}</Fact>
      <Fact name="When"><Time value={row.time} /></Fact>
      <Fact name="Status">{row.status}{row.stream && <span className="quiet"> streamed</span>}</Fact>
      <Fact name="Tokens">{row.inputTokens === null && row.outputTokens === null ? '–' : `${whole(row.inputTokens ?? 0)} in, ${whole(row.outputTokens ?? 0)} out`}</Fact>
      <Fact name="Sensitivity">{sensitivity ?? 'public'}</Fact>
      <Fact name="Dialect"><span title={row.route}>{dialectWord(row.dialect)}</span></Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
