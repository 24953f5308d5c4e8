import type { PolicyProblem } from '../api/types';
import { tokenize, type CedarToken } from './cedar';

/** A part of the text to underline, from and to in UTF-16 units. */
export interface Range {
  from: number;
  to: number;
  mark: 'error' | 'warning';
}

export interface Piece extends CedarToken {
  mark?: Range['mark'];
}

/** Where problems of the text stand: from the place that the server names to the end of what stands there. */
export function rangesOf(text: string, problems: PolicyProblem[]): Range[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const ranges = problems.filter((problem) => problem.file === null && problem.line > 0 && problem.line <= starts.length).map((problem): Range => {
    const line = starts[problem.line - 1]!;
    const end = (starts[problem.line] ?? text.length + 1) - 1;
    const from = Math.min(line + Math.max(0, problem.column - 1), Math.max(line, end - 1));
    const word = tokenize(text.slice(from, end))[0]?.text.trimEnd() ?? '';
    return { from, to: Math.min(Math.max(end, from + 1), from + Math.max(1, word.length)), mark: problem.isError ? 'error' : 'warning' };
  });
  ranges.sort((a, b) => a.from - b.from || b.to - a.to);
  return ranges.filter((range, index) => !ranges.slice(0, index).some((before) => before.to > range.from));
}

/** The tokens cut where something is underlined. */
export function piecesOf(tokens: CedarToken[], ranges: Range[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let next = 0;
  for (const { kind, text } of tokens) {
    const end = at + text.length;
    while (at < end) {
      while (next < ranges.length && ranges[next]!.to <= at) next++;
      const range = ranges[next];
      const inside = range !== undefined && range.from <= at;
      const until = Math.min(end, range === undefined ? end : inside ? range.to : range.from > at ? range.from : end);
      pieces.push({ kind, text: text.slice(text.length - (end - at), text.length - (end - until)), ...(inside ? { mark: range.mark } : {}) });
      at = until;
    }
  }
  return pieces;
}

/** Column of an offset as it is seen, from 1; a tab goes on to the next even column. */
export function columnOf(text: string, at: number): number {
  let column = 1;
  for (const sign of text.slice(text.lastIndexOf('\n', at - 1) + 1, at)) column = sign === '\t' ? column + 2 - ((column - 1) % 2) : column + 1;
  return column;
}

/** A new file's id for what somebody typed, or null where no file can be called so. */
export function fileId(name: string): string | null {
  const plain = name.trim().replace(/\.cedar$/, '');
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,80}(\.[A-Za-z0-9_-]{1,20}){0,3}$/.test(plain) ? `policies/${plain}.cedar` : null;
}

/** What tests look like, for a file that has none. */
export const firstTests = `# As bartizan policy test takes them. The draft is tested together with the other files.
defaults:
  principal: Agent::"support-bot"
  action: Action::"invokeModel"
  resource: Model::"demo"
  context: { labels: [], untrustedLabels: [], injection: 0, direction: request }
tests:
  - name: An access key is refused
    context: { labels: [secret, secret.aws-access-key] }
    expect: deny
`;
