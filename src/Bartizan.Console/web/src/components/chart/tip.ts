import type { OverviewBucket } from '../../api/types';
import { axisTime, whole } from '../../lib/format';
import { verdicts, verdictWord } from '../../lib/words';
import css from './DecisionChart.module.css';

/** What a point of the chart says; built as elements, since markup as text would need inline styles. */
export function tip(bucket: OverviewBucket | undefined, bucketSeconds: number): HTMLElement {
  const box = element('div', css.box!);
  if (!bucket) return box;
  const start = Date.parse(bucket.start);
  box.append(element('div', css.when!, `${axisTime(start, 1e9)}, ${axisTime(start, 0)} – ${axisTime(start + bucketSeconds * 1000, 0)}`));
  for (const verdict of [...verdicts].reverse()) {
    if (bucket[verdict] === 0) continue;
    const line = element('div', css.line!);
    line.append(element('span', `${css.swatch} ${css[verdict]}`), element('span', '', verdictWord[verdict]), element('b', '', whole(bucket[verdict])));
    box.append(line);
  }

  box.append(element('div', css.hint!, 'Click for the exchanges'));
  return box;
}

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
