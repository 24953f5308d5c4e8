/** A line of two texts laid side by side. */
export interface DiffLine {
  change: 'same' | 'added' | 'removed';
  text: string;
}

const context = 3;
const mostCells = 4_000_000;
/** Stands behind a last line that has no end: it is another line than the same with one. */
const unended = '\u0000';

/** The lines of two texts, those that they have in common once. Of very long texts all lines between common ends count as changed. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [old, now] = [split(before), split(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const same = (text: string): DiffLine => ({ change: 'same', text });
  return [...old.slice(0, start).map(same), ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)), ...old.slice(old.length - end).map(same)]
    .map((line) => ({ ...line, text: line.text.replace(unended, '') }));
}

/** A patch as `git apply` takes it; empty where nothing differs. */
export function patch(file: string, before: string | null, after: string): string {
  const lines = diffLines(before ?? '', after);
  const hunks: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (let at = 0; at < lines.length;) {
    if (lines[at]!.change === 'same') {
      at++; oldLine++; newLine++;
      continue;
    }
    const from = Math.max(0, at - context);
    let to = at;
    for (let next = at; next < lines.length && next <= to + 2 * context; next++) if (lines[next]!.change !== 'same') to = next;
    const until = Math.min(lines.length, to + context + 1);
    const part = lines.slice(from, until);
    const count = (change: DiffLine['change']) => part.filter((line) => line.change !== change).length;
    const range = (line: number, size: number) => `${size === 0 ? line - 1 : line},${size}`;
    hunks.push(`@@ -${range(oldLine - (at - from), count('added'))} +${range(newLine - (at - from), count('removed'))} @@`);
    const last = { old: lastOf(lines, 'added'), now: lastOf(lines, 'removed') };
    part.forEach((line, index) => {
      hunks.push(`${{ same: ' ', added: '+', removed: '-' }[line.change]}${line.text}`);
      const [inOld, inNow] = [from + index === last.old && line.change !== 'added', from + index === last.now && line.change !== 'removed'];
      if ((inOld && before !== null && before !== '' && !before.endsWith('\n')) || (inNow && after !== '' && !after.endsWith('\n'))) hunks.push('\\ No newline at end of file');
    });
    for (; at < until; at++) {
      if (lines[at]!.change !== 'added') oldLine++;
      if (lines[at]!.change !== 'removed') newLine++;
    }
  }
  return hunks.length === 0 ? '' : [`--- ${before === null ? '/dev/null' : `a/${file}`}`, `+++ b/${file}`, ...hunks, ''].join('\n');
}

const lastOf = (lines: DiffLine[], but: DiffLine['change']) => lines.reduce((last, line, index) => (line.change === but ? last : index), -1);

function split(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else lines[lines.length - 1] += unended;
  return lines;
}

// Longest common subsequence by the table of lengths.
function middle(old: string[], now: string[]): DiffLine[] {
  const removed = old.map((text): DiffLine => ({ change: 'removed', text }));
  const added = now.map((text): DiffLine => ({ change: 'added', text }));
  if (old.length * now.length > mostCells || old.length === 0 || now.length === 0) return [...removed, ...added];
  const width = now.length + 1;
  const table = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      table[i * width + j] = old[i] === now[j] ? table[(i + 1) * width + j + 1]! + 1 : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (old[i] === now[j]) lines.push({ change: 'same', text: old[i++]! }), j++;
    else if (table[(i + 1) * width + j]! >= table[i * width + j + 1]!) lines.push(removed[i++]!);
    else lines.push(added[j++]!);
  }
  return [...lines, ...removed.slice(i), ...added.slice(j)];
}
