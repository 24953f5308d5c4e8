import type { PermissionAnswer, PermissionView } from '../api/types';

/** How a cell looks: denied for want of a permit is not the same as forbidden. */
export type CellState = 'always' | 'depends' | 'forbidden' | 'unpermitted' | 'none';

export const stateWord: Record<CellState, string> = {
  always: 'Always', depends: 'Depends on the context', forbidden: 'Never: forbidden', unpermitted: 'Never: nothing permits it', none: 'Never asked',
};

export function stateOf(answer: PermissionAnswer | undefined): CellState {
  if (!answer) return 'none';
  if (answer.permission !== 'never') return answer.permission;
  return answer.policies.length > 0 || answer.blueprint?.permission === 'never' ? 'forbidden' : 'unpermitted';
}

/** The actions of the gateway, in the words of people. */
const actionWords: Record<string, string> = {
  invokeModel: 'Ask a model', returnAnswer: 'Get its answer', callTool: 'Call a tool', listTools: 'List tools', listResources: 'List resources', listPrompts: 'List prompts',
  returnResult: 'Get its result', useServer: 'Use a server', readResource: 'Read a resource', getPrompt: 'Get a prompt', attestInstance: 'Prove an instance', renewInstance: 'Renew an instance',
};

export const actionWord = (action: string) =>
  actionWords[action] ?? (action.charAt(0).toUpperCase() + action.slice(1)).replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** Type and id of `Agent::"agt_1"`; escapes stay as they are written. */
export function parts(uid: string): { type: string; id: string } {
  const at = uid.indexOf('::"');
  return at < 0 ? { type: '', id: uid } : { type: uid.slice(0, at), id: uid.slice(at + 3, -1) };
}

/** What people call an entity. */
export const nameOf = (uid: string, names: Record<string, string>) => names[uid] ?? (parts(uid).id || 'no name');

/** The first of many, and how many more there are. */
export function some(uids: readonly string[], names: Record<string, string>): { first: string; more: number } {
  return { first: uids[0] === undefined ? '' : nameOf(uids[0], names), more: Math.max(0, uids.length - 1) };
}

export interface Shown {
  /** Place of the row in the view. */
  row: number;
  members: string[];
}

export interface ShownColumn {
  column: number;
  action: string;
  members: string[];
}

export interface PermissionFilter {
  who: string;
  what: string;
  action: string;
}

/** The rows and columns that a filter leaves, each with only the members that it leaves. Columns nobody is ever asked about go. */
export function shown(view: PermissionView, filter: PermissionFilter): { rows: Shown[]; columns: ShownColumn[] } {
  const fits = (uid: string, text: string) => text === '' || `${uid} ${view.names[uid] ?? ''}`.toLowerCase().includes(text.trim().toLowerCase());
  const rows = view.rows.map((members, row) => ({ row, members: members.filter((uid) => fits(uid, filter.who)) })).filter((row) => row.members.length > 0);
  const columns = view.columns
    .map((column, index) => ({ column: index, action: column.action, members: column.resources.filter((uid) => fits(uid, filter.what)) }))
    .filter((column) => column.members.length > 0 && (filter.action === '' || column.action === filter.action) && rows.some(({ row }) => (view.cells[row]?.[column.column] ?? -1) >= 0));
  return { rows, columns };
}

export const answerAt = (view: PermissionView, row: number, column: number): PermissionAnswer | undefined => view.answers[view.cells[row]?.[column] ?? -1];

/** A line for each principal, action and resource that the filter leaves; as the command line writes them. */
export function lines(view: PermissionView, filter: PermissionFilter): Record<string, unknown>[] {
  const { rows, columns } = shown(view, filter);
  return rows.flatMap(({ row, members }) => columns.flatMap(({ column, action, members: resources }) => {
    const answer = answerAt(view, row, column);
    if (!answer) return [];
    const own = {
      permission: answer.permission, policies: answer.policies.map((policy) => policy.id).join(' '),
      condition: answer.policies.filter((policy) => policy.condition).map((policy) => `${policy.id} when ${policy.condition}`).join('; '), blueprint: answer.blueprint?.name ?? '',
    };
    return members.flatMap((principal) => resources.map((resource) => ({ principal, name: view.names[principal] ?? '', action, resource, ...own })));
  }));
}

/** How many permissions there are of each state, under a filter or none. */
export function count(view: PermissionView, rows: Shown[], columns: ShownColumn[]): Record<CellState, number> {
  const counts: Record<CellState, number> = { always: 0, depends: 0, forbidden: 0, unpermitted: 0, none: 0 };
  for (const row of rows) for (const column of columns) counts[stateOf(answerAt(view, row.row, column.column))] += row.members.length * column.members.length;
  return counts;
}
