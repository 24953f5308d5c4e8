import type { ConsentUse } from '../api/types';

/** Names with a * at the end stand for all that begin so. */
const named = (names: readonly string[]) =>
  names.map((name) => (name === '*' ? 'all' : name.endsWith('*') ? `all that begin with ${name.slice(0, -1)}` : name)).join(', ');

/** What an agent may use of one kind, in plain words; without a bound, whatever policy lets it. */
export const usable = (what: 'models' | 'tools', names: readonly string[] | null) =>
  names === null ? `every ${what.slice(0, -1)} that policy lets it and you use` : names.length === 0 ? 'none' : named(names);

/** Where, in plain words. */
export const where = (use: ConsentUse) => (use.isGateway ? 'everything behind this gateway: models and MCP servers' : use.resource);

/** To whom an agent may hand on what it may do, in plain words. */
export const handedOn = (agents: number) => (agents === 0 ? 'to no other agent' : agents === 1 ? 'to one other agent' : `to other agents, ${agents} one after the other`);
