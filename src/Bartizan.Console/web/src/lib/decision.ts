import type { DecisionView, Verdict } from '../api/types';

const subject: Record<string, string> = { invokeModel: 'Request', returnAnswer: 'Answer', callTool: 'Tool call', spend: 'Request' };

/** What an action is about, for people. */
export const actionSubject = (action: string) => subject[action] ?? action;

const weight: Record<Verdict, number> = { allow: 0, redact: 1, hold: 2, block: 3 };

/** The decision that settled the exchange: the strongest, and of equals the first. */
export function deciding(decisions: DecisionView[]): DecisionView | undefined {
  return decisions.reduce<DecisionView | undefined>(
    (best, next) => (best === undefined || weight[next.verdict] > weight[best.verdict] ? next : best), undefined);
}

/** A decision as a short sentence. The policy's own message comes beside it, not in it. */
export function sentence(decision: DecisionView): string {
  const what = actionSubject(decision.action);
  switch (decision.verdict) {
    case 'allow':
      return `${what} passed unchanged.`;
    case 'redact':
      return `${what} passed with ${list(decision.redact)} masked.`;
    case 'hold':
      return `${what} waits for ${decision.holdFor ?? 'a person'} to approve it.`;
    case 'block':
      if (decision.action === 'spend') return `${what} refused by a budget.`;
      if (decision.code === 'guard_unavailable') return `${what} blocked, because it could not be inspected.`;
      return decision.policies.length === 0
        ? `${what} blocked: no policy permits it.`
        : `${what} blocked by policy.`;
  }
}

/** What policies in shadow mode would have done instead, as a short sentence; null when nothing else. */
export function shadowSentence({ action, shadow }: DecisionView): string | null {
  if (!shadow) return null;
  const would: Record<Verdict, string> = {
    allow: 'let it pass unchanged',
    redact: `mask ${list(shadow.redact)}`,
    hold: `hold it for ${shadow.holdFor ?? 'a person'}`,
    block: 'block it',
  };
  return `Shadow, ${actionSubject(action).toLowerCase()}: would ${would[shadow.verdict]}.`;
}

function list(items: string[]): string {
  if (items.length < 2) return items[0] ?? 'findings';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
