import type { DecisionView, SegmentView } from '../../api/types';
import { whole } from '../../lib/format';
import { provenanceMeaning, provenanceWord, segmentWord } from '../../lib/words';
import { LengthBar } from './LengthBar';
import { MarkedText } from './MarkedText';
import type { Side } from './tone';
import css from './Segment.module.css';

/** Where the role already says whose words they are. */
const expected = new Set(['user user', 'assistant model', 'reasoning model', 'refusal model', 'toolCall model']);

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
        {!expected.has(`${segment.role} ${segment.provenance}`) && (
          <span className={css.provenance} title={provenanceMeaning[segment.provenance]}>
            {provenanceWord[segment.provenance]}
          </span>
        )}
        {!brief && <code className={css.path} title={segment.path}>{segment.path}</code>}
        <span className={css.length} title={`Digest ${segment.digest}`}>{whole(segment.length)} chars</span>
      </header>
      {segment.text === null
        ? <LengthBar segment={segment} side={side} decisions={decisions} longest={longest} />
        : <MarkedText segment={segment} text={segment.text} side={side} decisions={decisions} brief={brief} />}
    </article>
  );
}
