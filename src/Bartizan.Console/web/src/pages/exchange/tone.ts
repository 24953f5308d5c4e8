import type { DecisionView, FindingView } from '../../api/types';

/** What was done about a finding; `plain` when it was only noted. */
export type Tone = 'plain' | 'redact' | 'hold' | 'block';

/** Which way a message travels. */
export type Side = 'request' | 'response';

const sides: Record<string, Side[]> = { invokeModel: ['request'], returnAnswer: ['response'], callTool: ['request', 'response'], spend: [] };

export function toneOf(finding: FindingView, side: Side, decisions: readonly DecisionView[]): Tone {
  // What a judge says of a text is a note: policies do not see it.
  if (finding.label.startsWith('judge.')) return 'plain';
  const own = decisions.filter((decision) => (sides[decision.action] ?? ['request', 'response']).includes(side));
  if (own.some((decision) => decision.redact.some((pattern) => matches(finding.label, pattern)))) return 'redact';
  if (own.some((decision) => decision.verdict === 'block')) return 'block';
  return own.some((decision) => decision.verdict === 'hold') ? 'hold' : 'plain';
}

/** Whether a label is the pattern, lies in the family `family.*`, or the pattern is `*`: as the server matches them. */
export const matches = (label: string, pattern: string) =>
  pattern === '*' || label === pattern || (pattern.endsWith('.*') && label.startsWith(pattern.slice(0, -1)));
