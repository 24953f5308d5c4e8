import type { TimingView } from '../../api/types';
import { duration, share } from '../../lib/format';
import css from './TimeStrip.module.css';

/** Where the time went: ours dark, the model's light, in the order it passed. */
export function TimeStrip({ timing }: { timing: TimingView }) {
  const { total, receive, inspectRequest, upstreamFirstByte, inspectResponse, record, overhead } = timing;
  const rest = Math.max(0, total - receive - inspectRequest - upstreamFirstByte - inspectResponse - record);
  const parts = [
    { name: 'Receive', us: receive, own: false },
    { name: 'Inspect request', us: inspectRequest, own: true },
    { name: 'Model, first byte', us: upstreamFirstByte, own: false },
    { name: upstreamFirstByte > 0 ? 'Model, the rest' : 'Answer the client', us: rest, own: false },
    { name: 'Inspect answer', us: inspectResponse, own: true },
    { name: 'Record', us: record, own: true },
  ].filter((part) => part.us > 0);
  return (
    <section className={css.box} aria-label="Where the time went">
      <header className={css.head}>
        <h2>Time</h2>
        <span><strong>{duration(total)}</strong> in all, <strong>{duration(overhead)}</strong> added by Bartizan ({share(overhead, total)})</span>
      </header>
      <div className={css.strip} aria-hidden="true">
        {parts.map((part) => <span key={part.name} data-own={part.own || undefined} title={`${part.name}: ${duration(part.us)}`} style={{ flexGrow: part.us }} />)}
      </div>
      <ul className={css.parts}>
        {parts.map((part) => (
          <li key={part.name}>
            <span className={css.swatch} data-own={part.own || undefined} aria-hidden="true" />
            {part.name} <b>{duration(part.us)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
