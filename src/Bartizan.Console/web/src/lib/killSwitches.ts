import type { KillKind, KillSwitchView } from '../api/types';

/** What can be stopped, in the order of need. */
export const killKinds: KillKind[] = ['agent', 'system', 'tool', 'server', 'model', 'work', 'everything'];

export const kindWord: Record<KillKind, string> = {
  everything: 'Everything',
  system: 'AI system',
  agent: 'Agent',
  work: 'Piece of work',
  model: 'Model',
  tool: 'Tool',
  server: 'MCP server',
};

/** What its name is, for people who have to type it. */
export const nameHint: Record<KillKind, string> = {
  everything: '',
  system: 'As the tag system of its agents says.',
  agent: 'It, and every agent that acts for it.',
  work: 'The transaction (txn) of its tokens, as records of exchanges have it.',
  model: 'As clients ask for it.',
  tool: 'As policies see it: server/tool for those of MCP servers.',
  server: 'Its name in the configuration, with all its tools.',
};

export const switchId = ({ kind, target }: KillSwitchView) => `${kind} ${target}`;

export const thrownNow = (items: KillSwitchView[]) => items.filter((item) => item.thrown);

/** One line about all that is stopped: those that are few by name, the others by number. */
export function stoppedLine(items: KillSwitchView[]): string {
  const thrown = thrownNow(items);
  if (thrown.some((item) => item.kind === 'everything')) return 'Everything is stopped.';
  const named = thrown.slice(0, 2).map((item) => `${kindWord[item.kind].replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())} ${item.name}`);
  const more = thrown.length - named.length;
  return `Stopped: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
