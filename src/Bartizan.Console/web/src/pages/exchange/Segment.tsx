import type { DecisionView, SegmentView } from '../../api/types';
import { whole } from '../../lib/format';
import { provenanceMeaning, provenanceWord, segmentWord } from '../../lib/words';
import { LengthBar } from './LengthBar';
import { MarkedText } from './MarkedText';
import type { Side } from './tone';
import css from './Segment.module.css';

export function Segment({ segment, side, decisions, brief, longest }: {
  segment: SegmentView;
  side: Side;
  decisions: DecisionView[];
  brief: boolean;
  longest: number;
}) {
  return (
    <article className={css.segment} data-provenance={segment.provenance}>
      <header className={css.head}>
        <strong>{segmentWord[segment.role]}</strong>
        <span className={css.provenance} title={provenanceMeaning[segment.provenance]}>
          {provenanceWord[segment.provenance]}
        </span>
        {!brief && <code className={css.path} title={segment.path}>{segment.path}</code>}
        <span className={css.length} title={`Digest ${segment.digest}`}>{whole(segment.length)} chars</span>
      </header>
      {segment.text === null
        ? <LengthBar segment={segment} side={side} decisions={decisions} longest={longest} />
        : <MarkedText segment={segment} text={segment.text} side={side} decisions={decisions} brief={brief} />}
    </article>
  );
}
