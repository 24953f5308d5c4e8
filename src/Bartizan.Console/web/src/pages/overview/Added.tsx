import type { Overview, Percentiles } from '../../api/types';
import { Panel } from '../../components/Panel';
import { duration, share, whole } from '../../lib/format';
import css from './Added.module.css';

/** What Bartizan itself added, against the whole, on one scale of time where each step is ten times the last. */
export function Added({ data }: { data: Overview }) {
  const low = Math.floor(Math.log10(Math.max(1, data.overhead.p50Us)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(10, data.total.p99Us, data.overhead.p99Us))));
  const at = (us: number) => (100 * (Math.log10(Math.max(10 ** low, us)) - low)) / (high - low);
  const steps = Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step));
  return (
    <Panel title="Time added" note={data.sampled < data.totals.exchanges ? `newest ${whole(data.sampled)}` : undefined}>
      <p className={css.says}>
        <strong>{duration(data.overhead.p50Us)}</strong> at the median, {share(data.overhead.p50Us, data.total.p50Us)} of the whole.
      </p>
      <div className={css.picture}>
        <Span name="Bartizan" percentiles={data.overhead} at={at} strong />
        <Span name="Whole" percentiles={data.total} at={at} />
        <div className={css.axis} aria-hidden="true">
          {steps.map((step) => (
            <span key={step} style={{ left: `${at(step)}%` }}>{duration(step)}</span>
          ))}
        </div>
      </div>
    </Panel>
  );
}

function Span({ name, percentiles, at, strong = false }: { name: string; percentiles: Percentiles; at: (us: number) => number; strong?: boolean }) {
  const { p50Us, p95Us, p99Us } = percentiles;
  return (
    <div className={css.span} data-strong={strong || undefined}>
      <div className={css.names}>
        <span>{name}</span>
        <dl>
          <dt>p50</dt>
          <dd>{duration(p50Us)}</dd>
          <dt>p95</dt>
          <dd>{duration(p95Us)}</dd>
          <dt>p99</dt>
          <dd>{duration(p99Us)}</dd>
        </dl>
      </div>
      <div className={css.track} aria-hidden="true">
        <span className={css.reach} style={{ left: `${at(p50Us)}%`, width: `${at(p95Us) - at(p50Us)}%` }} />
        <span className={css.far} style={{ left: `${at(p95Us)}%`, width: `${at(p99Us) - at(p95Us)}%` }} />
        <span className={css.median} style={{ left: `${at(p50Us)}%` }} />
      </div>
    </div>
  );
}
