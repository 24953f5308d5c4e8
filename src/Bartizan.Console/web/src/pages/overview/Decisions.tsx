import { SegmentedControl, Skeleton, Tooltip } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Overview, OverviewBucket } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { VerdictShape } from '../../components/Verdict';
import { bursts } from '../../lib/bursts';
import { axisTime, whole } from '../../lib/format';
import { useLink } from '../../lib/url';
import { verdicts, verdictWord } from '../../lib/words';
import css from './Decisions.module.css';

const DecisionChart = lazy(() => import('../../components/chart/DecisionChart'));

/** What was decided, over time; the same as a table for those who cannot point. */
export function Decisions({ data }: { data: Overview }) {
  const [form, setForm] = useState('chart');
  const [, go] = useLocation();
  const rows = useRowsOf(data);
  return (
    <Panel
      title="Decisions"
      note={`each point ${width(data.bucketSeconds)}`}
      aside={
        <>
          <ul className={css.key} aria-label="Key">
            {verdicts.map((verdict) => (
              <li key={verdict}>
                <VerdictShape verdict={verdict} size={14} /> {verdictWord[verdict]}
              </li>
            ))}
          </ul>
          <SegmentedControl aria-label="Form" value={form} onChange={setForm} data={[{ value: 'chart', label: 'Chart' }, { value: 'table', label: 'Table' }]} />
        </>
      }
    >
      {form === 'table' ? (
        <BucketTable data={data} />
      ) : (
        <div className={css.chart}>
          <Suspense fallback={<Skeleton height={220} radius={4} />}>
            <DecisionChart buckets={data.buckets} bucketSeconds={data.bucketSeconds} onOpen={(bucket) => go(rows(bucket))} />
          </Suspense>
          <Marks data={data} />
        </div>
      )}
    </Panel>
  );
}

/** Moments when unusually much was stopped, as marks above the chart. */
function Marks({ data }: { data: Overview }) {
  const rows = useRowsOf(data);
  const last = Math.max(1, data.buckets.length - 1);
  return (
    <ul className={css.marks} aria-label="Unusual moments">
      {bursts(data.buckets).map(({ index, stopped, usual }) => {
        const bucket = data.buckets[index]!;
        const says = `${axisTime(Date.parse(bucket.start), 0)}: ${whole(stopped)} stopped, usually ${whole(usual)}`;
        return (
          <li key={bucket.start} style={{ left: `${(100 * index) / last}%` }}>
            <Tooltip label={says} openDelay={0}>
              <Link href={rows(bucket, ['block', 'hold'])} className={css.mark} aria-label={says}>
                <Icon name="alert" size={16} />
              </Link>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}

function BucketTable({ data }: { data: Overview }) {
  const rows = useRowsOf(data);
  const span = data.bucketSeconds * data.buckets.length;
  const filled = data.buckets.filter((bucket) => verdicts.some((verdict) => bucket[verdict] > 0)).reverse();
  return (
    <div className={css.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {verdicts.map((verdict) => (
              <th key={verdict} scope="col">{verdictWord[verdict]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {filled.map((bucket) => (
            <tr key={bucket.start}>
              <th scope="row">
                <Link href={rows(bucket)}>
                  {span > 86_400 && `${axisTime(Date.parse(bucket.start), span)} `}
                  {axisTime(Date.parse(bucket.start), 0)}
                </Link>
              </th>
              {verdicts.map((verdict) => (
                <td key={verdict}>{bucket[verdict] > 0 ? whole(bucket[verdict]) : ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useRowsOf(data: Overview) {
  const link = useLink();
  return (bucket: OverviewBucket, verdict?: string[]) =>
    link('/exchanges', { verdict, from: bucket.start, to: new Date(Date.parse(bucket.start) + data.bucketSeconds * 1000).toISOString() });
}

function width(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
