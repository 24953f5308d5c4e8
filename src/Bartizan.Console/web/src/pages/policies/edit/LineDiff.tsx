import { useMemo } from 'react';
import { diffLines } from '../../../lib/diff';
import css from './LineDiff.module.css';

const around = 3;

/** What changes in a text: the changed lines, with a few around them. */
export function LineDiff({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  const near = useMemo(() => lines.map((_, index) => lines.slice(Math.max(0, index - around), index + around + 1).some((line) => line.change !== 'same')), [lines]);
  if (!near.includes(true)) return <p className="quiet">Nothing is changed.</p>;
  return (
    <pre className={css.diff} tabIndex={0} aria-label="Changed lines">
      {lines.map((line, index) => (near[index]
        ? <span key={index} className={css.line} data-change={line.change}>{{ same: '  ', added: '+ ', removed: '- ' }[line.change]}{line.text}{'\n'}</span>
        : near[index - 1] && <span key={index} className={css.gap}>⋯{'\n'}</span>))}
    </pre>
  );
}
