import type { Overview } from '../../api/types';
import { Panel } from '../../components/Panel';
import { axisTime, duration } from '../../lib/format';
import css from './Added.module.css';

/** What Bartizan itself added: the median as a line, up to where 95 of 100 lie as a band. */
export function Added({ data }: { data: Overview }) {
  const measured = data.buckets.filter((bucket) => bucket.overhead.p95Us > 0);
  const most = Math.max(1, ...measured.map((bucket) => bucket.overhead.p95Us));
  const span = data.bucketSeconds * data.buckets.length;
  const width = 100 / Math.max(1, data.buckets.length);
  const y = (us: number) => 100 - (100 * us) / most;
  return (
    <Panel title="Time added" note="by Bartizan, without the model">
      <p className={css.figures}>
        <span><b>{duration(data.overhead.p50Us)}</b> median</span>
        <span><b>{duration(data.overhead.p95Us)}</b> 95 of 100 within</span>
      </p>
      <div className={css.plot}>
        <span className={css.top} aria-hidden="true">{duration(most)}</span>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={`Time added, at most ${duration(most)}`}>
          <path className={css.grid} d="M0 .5h100M0 50h100M0 99.5h100" />
          {data.buckets.map((bucket, index) => {
            const { p50Us, p95Us } = bucket.overhead;
            return p95Us > 0 && (
              <g key={bucket.start}>
                <title>{`${axisTime(Date.parse(bucket.start), 0)}: ${duration(p50Us)} median, ${duration(p95Us)} 95 of 100`}</title>
                <rect className={css.band} x={index * width} width={width * 0.8} y={y(p95Us)} height={Math.max(1, y(p50Us) - y(p95Us))} />
                <rect className={css.median} x={index * width} width={width * 0.8} y={y(p50Us) - 1} height={2} />
              </g>
            );
          })}
        </svg>
      </div>
      <div className={css.axis} aria-hidden="true">
        <span>{axisTime(Date.parse(data.from), span)}</span>
        <span>now</span>
      </div>
    </Panel>
  );
}
