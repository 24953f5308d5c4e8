import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../api/client';
import { Panel } from '../../components/Panel';
import { Failed, SkeletonRows } from '../../components/States';
import { Label, Time } from '../../components/Text';
import { VerdictShape } from '../../components/Verdict';
import { useLink } from '../../lib/url';
import { verdictWord } from '../../lib/words';
import css from './Stopped.module.css';

/** The newest exchanges that did not pass. */
export function Stopped() {
  const link = useLink();
  const stopped = useQuery({
    queryKey: ['stopped'],
    queryFn: ({ signal }) => api.get('/api/exchanges', { verdict: ['block', 'hold'], limit: 7 }, signal),
    refetchInterval: 10_000,
  });
  return (
    <Panel title="Stopped lately" aside={<Link href={link('/exchanges', { verdict: ['block', 'hold'] })}>All stopped</Link>} flush>
      {stopped.isPending && <SkeletonRows rows={6} />}
      {stopped.isError && !stopped.data && <Failed what="What was stopped" error={stopped.error} again={() => void stopped.refetch()} />}
      {stopped.data?.items.length === 0 && <p className={css.none}>Nothing was held or blocked.</p>}
      <ul>
        {stopped.data?.items.map((row) => (
          <li key={row.id}>
            <Link href={link(`/exchanges/${row.id}`)} className={css.row}>
              <span title={verdictWord[row.verdict]}>
                <VerdictShape verdict={row.verdict} />
                <span className="unseen">{verdictWord[row.verdict]}</span>
              </span>
              <span className="clip">{row.agent?.name ?? 'Unknown key'}</span>
              <span className={css.why}>{row.labels[0] ? <Label label={row.labels[0]} /> : <code>{row.code}</code>}</span>
              <span className={css.time}>
                <Time value={row.time} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
