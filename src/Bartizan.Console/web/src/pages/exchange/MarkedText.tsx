import { useMemo, useState } from 'react';
import type { DecisionView, SegmentView } from '../../api/types';
import { whole } from '../../lib/format';
import { cutAtFindings, reveal } from '../../lib/pieces';
import { Mark } from './Mark';
import { toneOf, type Side } from './tone';
import css from './MarkedText.module.css';

/** The text with its findings in place; long stretches where nothing was found are folded. */
export function MarkedText({ segment, text, side, decisions, brief }: {
  segment: SegmentView;
  text: string;
  side: Side;
  decisions: DecisionView[];
  brief: boolean;
}) {
  const pieces = useMemo(() => cutAtFindings(text.length, segment.findings), [text, segment.findings]);
  const code = segment.role === 'toolCall' || segment.role === 'toolDefinition' || segment.role === 'toolResult';
  return (
    <div className={code ? css.code : css.text}>
      {pieces.map((piece, index) => {
        const part = text.slice(piece.start, piece.end);
        if (piece.findings.length === 0) {
          return <Plain key={piece.start} text={part} keepStart={index > 0} keepEnd={index < pieces.length - 1} most={brief ? 360 : 1600} />;
        }
        const findings = piece.findings.map((at) => segment.findings[at]!);
        const tone = findings.map((finding) => toneOf(finding, side, decisions)).find((one) => one !== 'plain') ?? 'plain';
        const first = piece.findings[0]!;
        const opens = segment.findings[first]!.start >= piece.start;
        return (
          <Mark key={piece.start} findings={findings} tone={tone} id={opens && !brief ? findingId(side, segment.index, first) : undefined}>
            <Revealed text={part} />
          </Mark>
        );
      })}
    </div>
  );
}

/** Where a finding stands on the page, so that the list can lead to it. */
export const findingId = (side: Side, segment: number, finding: number) => `finding-${side}-${segment}-${finding}`;

function Plain({ text, keepStart, keepEnd, most }: { text: string; keepStart: boolean; keepEnd: boolean; most: number }) {
  const [whole_, setWhole] = useState(false);
  if (whole_ || text.length <= most * 1.25) return <Revealed text={text} />;
  // Beside a finding the nearest words stay; at the outer ends the beginning is what people read.
  const head = keepStart || !keepEnd ? Math.round(most * (keepEnd ? 0.5 : 1)) : Math.round(most * 0.4);
  const tail = keepEnd ? most - head : 0;
  return (
    <>
      <Revealed text={text.slice(0, head)} />
      <button type="button" className={css.fold} onClick={() => setWhole(true)}>
        … {whole(text.length - head - tail)} more characters …
      </button>
      <Revealed text={text.slice(text.length - tail)} />
    </>
  );
}

function Revealed({ text }: { text: string }) {
  const parts = useMemo(() => reveal(text), [text]);
  return parts.map((part, index) =>
    part.kind === 'text' ? (
      part.text
    ) : (
      <span key={index} className={css.hidden} title={`${whole(part.count)} × ${part.name}: not visible in most programs, but read by the model`}>
        {part.says ? `${part.name}: “${part.says}”` : part.count > 1 ? `${part.name} ×${part.count}` : part.name}
      </span>
    ),
  );
}
