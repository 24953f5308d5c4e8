import { SegmentedControl, Skeleton } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Overview, OverviewBucket } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Panel } from '../../components/Panel';
import { VerdictShape } from '../../components/Verdict';
import { axisTime, plural, whole } from '../../lib/format';
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

/** Moments when models failed to answer, as marks above the chart. */
function Marks({ data }: { data: Overview }) {
  const rows = useRowsOf(data);
  const last = Math.max(1, data.buckets.length - 1);
  return (
    <ul className={css.marks} aria-label="Failures">
      {data.buckets.map((bucket, index) =>
        bucket.failures > 0 ? (
          <li key={bucket.start} style={{ left: `${(100 * index) / last}%` }}>
            <Link href={rows(bucket)} className={css.mark} aria-label={`${plural(bucket.failures, 'failure')} at ${axisTime(Date.parse(bucket.start), 0)}`}
              title={`${plural(bucket.failures, 'exchange')} not answered by the model`}>
              <Icon name="alert" size={14} />
            </Link>
          </li>
        ) : null,
      )}
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
            <th scope="col">Not answered</th>
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
              <td>{bucket.failures > 0 ? whole(bucket.failures) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useRowsOf(data: Overview) {
  const link = useLink();
  return (bucket: OverviewBucket) =>
    link('/exchanges', { from: bucket.start, to: new Date(Date.parse(bucket.start) + data.bucketSeconds * 1000).toISOString() });
}

function width(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}
