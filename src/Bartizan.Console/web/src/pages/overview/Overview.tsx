import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import { Freshness } from '../../components/Freshness';
import { PageHead, Panel } from '../../components/Panel';
import { Failed } from '../../components/States';
import { useRange } from '../../lib/url';
import { Added } from './Added';
import { Decisions } from './Decisions';
import { Figures } from './Figures';
import { Findings } from './Findings';
import { FirstSteps } from './FirstSteps';
import { Loading } from './Loading';
import { Ranking } from './Ranking';
import { Stopped } from './Stopped';
import css from './Overview.module.css';

const everyMs = 10_000;

/** Is anything wrong? */
export default function Overview() {
  const [range] = useRange();
  const overview = useQuery({
    queryKey: ['overview', range],
    queryFn: ({ signal }) => api.get('/api/overview', { range }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
  const data = overview.data;

  return (
    <div className={css.page}>
      <PageHead title="Overview">
        <Freshness at={overview.dataUpdatedAt} everyMs={everyMs} failing={overview.isError} again={() => void overview.refetch()} />
      </PageHead>
      {!data && overview.isError && <Failed what="The overview" error={overview.error} again={() => void overview.refetch()} />}
      {!data && overview.isPending && <Loading />}
      {data && data.totals.exchanges === 0 && <FirstSteps ever={data.ledger.size > 0} />}
      {data && data.totals.exchanges > 0 && (
        <>
          <Figures data={data} />
          <Decisions data={data} />
          <div className={css.two}>
            <Findings data={data} />
            <Stopped />
          </div>
          <div className={css.three}>
            <Panel title="Stopped most" note="held or blocked" flush>
              <Ranking ranks={data.mostBlockedAgents} by="stopped" />
            </Panel>
            <Panel title="Slowest" note="mean, with the model" flush>
              <Ranking ranks={data.slowestAgents} by="total" />
            </Panel>
            <Added data={data} />
          </div>
        </>
      )}
    </div>
  );
}
