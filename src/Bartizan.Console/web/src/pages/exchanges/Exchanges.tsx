import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import { useLocation } from 'wouter';
import { useMay } from '../../api/session';
import { useMeta } from '../../api/meta';
import { url } from '../../api/client';
import { Export } from '../../components/Export';
import { PageHead } from '../../components/Panel';
import { Empty, Failed, SkeletonRows } from '../../components/States';
import { Snippet } from '../../components/Text';
import { curl } from '../../lib/commands';
import { rangeOf } from '../../lib/range';
import { useExchangeFilter, useParam, useRange } from '../../lib/url';
import { Filters } from './Filters';
import { LiveBar } from './LiveBar';
import { SidePanel } from './SidePanel';
import { Table } from './Table';
import { sortRows, useExchanges } from './useExchanges';
import css from './Exchanges.module.css';

/** What passed, as it passes. */
export default function Exchanges() {
  const { filter, change } = useExchangeFilter();
  const { list, live, rows } = useExchanges(filter);
  const [range] = useRange();
  const [open, setOpen] = useParam('open');
  const [sort, setSort] = useParam('sort');
  const [, go] = useLocation();
  const narrow = useMediaQuery('(max-width: 720px)') ?? false;
  const mayExport = useMay('export');
  const sorted = useMemo(() => sortRows(rows, sort), [rows, sort]);
  const filtered = filter.q !== '' || filter.from !== '' || [filter.agent, filter.verdict, filter.label].some((part) => part.length > 0);

  // On a phone there is no room beside the list: the row opens as a page.
  const show = useCallback((id: string) => (narrow ? go(`/exchanges/${id}`) : setOpen(id, open !== '')), [narrow, go, setOpen, open]);
  const close = useCallback(() => setOpen('', true), [setOpen]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const older = useCallback(() => void (hasNextPage && !isFetchingNextPage && fetchNextPage()), [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const hrefs = useCallback(
    (format: string) => url('/api/exchanges/export', { ...filter, from: filter.from || new Date(Date.now() - rangeOf(range).seconds * 1000).toISOString(), format }),
    [filter, range],
  );

  return (
    <div className={css.page}>
      <div className={css.head}>
        <PageHead title="Exchanges">
          <LiveBar feed={live.feed} state={live.state} paused={live.paused} waiting={live.waiting} heard={live.heard} ended={filter.to !== ''} failed={list.isError && !list.data} />
          <Export may={mayExport} hrefs={hrefs} />
        </PageHead>
        <Filters filter={filter} change={change} />
      </div>
      <div className={css.body}>
        {list.isPending ? <div className={css.fill}><SkeletonRows rows={14} /></div>
          : list.isError && rows.length === 0 ? <div className={css.fill}><Failed what="Exchanges" error={list.error} again={() => void list.refetch()} /></div>
          : rows.length === 0 ? <div className={css.fill}><Nothing filtered={filtered} clear={() => change({ agent: [], verdict: [], label: [], q: '', from: '', to: '' })} /></div>
          : <Table rows={sorted} sort={sort} onSort={setSort} open={open} onOpen={show} onEnd={older} narrow={narrow} more={list.hasNextPage}
              loading={list.isFetchingNextPage} memory={JSON.stringify([filter, range, sort])} />}
        {open && !narrow && <SidePanel id={open} onClose={close} />}
      </div>
    </div>
  );
}

function Nothing({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const meta = useMeta();
  if (filtered) {
    return (
      <Empty icon="filter" title="No exchange fits these filters">
        <p>
          Choose a longer time, or{' '}
          <button type="button" className={css.textButton} onClick={clear}>clear the filters</button>.
        </p>
      </Empty>
    );
  }
  return (
    <Empty icon="exchanges" title="Nothing passed in this time">
      <p>What agents ask models through the gateway shows here as it happens. Try it with an agent’s key:</p>
      <Snippet text={curl(meta.data?.gateway)} label="command" />
    </Empty>
  );
}
