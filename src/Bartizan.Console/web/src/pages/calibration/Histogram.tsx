import type { ChannelView } from '../../api/types';
import { height } from '../../lib/calibration';
import { whole } from '../../lib/format';
import css from './Histogram.module.css';

const kinds = [['benign', 'Benign'], ['attacks', 'Attack'], ['unreviewed', 'Refused, not looked at']] as const;

/** How the scores of a channel are spread, with the thresholds as lines. The table below says the same in figures. */
export function Histogram({ channel }: { channel: ChannelView }) {
  const { bins, block, annotate } = channel;
  const shown = kinds.filter(([kind]) => kind === 'benign' || bins.some((bin) => bin[kind] > 0));
  return (
    <figure className={css.figure}>
      <figcaption className={css.key}>
        {shown.map(([kind, word]) => <span key={kind}><i className={css.swatch} data-kind={kind} />{word}</span>)}
        <span><i className={css.line} data-line="annotate" />Finding</span>
        <span><i className={css.line} data-line="now" />Refused</span>
        {block.proposed && <span><i className={css.line} data-line="proposed" />Proposed</span>}
      </figcaption>
      <div className={css.plot} role="img" aria-label={`Scores of ${whole(channel.rows)} benign texts; refused from ${block.now.score.toFixed(3)} on`}>
        {bins.map((bin, at) => (
          <div key={at} className={css.bin} title={title(at, bins.length, bin)}>
            {shown.map(([kind]) => <span key={kind} className={css.bar} data-kind={kind} style={{ height: `${100 * height(bin[kind], bins)}%` }} />)}
          </div>
        ))}
        <Line at={annotate.now.score} line="annotate" />
        <Line at={block.now.score} line="now" />
        {block.proposed && <Line at={block.proposed.score} line="proposed" />}
      </div>
      <div className={css.axis} aria-hidden="true">
        <span>0</span><span>score, bars on a logarithmic scale</span><span>1</span>
      </div>
    </figure>
  );
}

function Line({ at, line }: { at: number; line: string }) {
  return <span className={css.threshold} data-line={line} style={{ left: `${100 * at}%` }} />;
}

function title(at: number, of: number, bin: ChannelView['bins'][number]): string {
  const counts = kinds.filter(([kind]) => bin[kind] > 0).map(([kind, word]) => `${whole(bin[kind])} ${word.toLowerCase()}`);
  return `${(at / of).toFixed(2)} – ${((at + 1) / of).toFixed(2)}: ${counts.join(', ') || 'none'}`;
}
