import { tokenize } from './cedar';
import type { SchemaWords } from '../api/types';

/** Something that may stand where the caret is. */
export interface Suggestion {
  text: string;
  /** What it is, for people: a type, a keyword. */
  detail: string;
  /** How many characters after its beginning the caret goes; at its end without it. */
  caret?: number;
}

export interface Completion {
  /** Where what is replaced begins. */
  from: number;
  items: Suggestion[];
}

const annotations: [string, string][] = [
  ['id', 'what records call it'], ['message', 'forbid: what the client reads'], ['code', 'forbid: code for the client'], ['redact', 'permit: labels to mask'], ['hold', 'forbid: who is asked'],
  ['approvals', 'with @hold: how many people'], ['mode', '"shadow" only tries it'], ['tokenise', 'permit of invokeModel'], ['restore', 'permit: values come back'], ['spotlight', 'permit of invokeModel'],
  ['onGuardFailure', 'permit: "allow" passes'],
];
const methods: [string, string][] = [
  ['contains()', 'Set'], ['containsAll()', 'Set'], ['containsAny()', 'Set'], ['isEmpty()', 'Set'], ['hasTag()', 'entity'], ['getTag()', 'entity'], ['lessThan()', 'decimal'], ['greaterThan()', 'decimal'], ['isInRange()', 'ipaddr'],
];
const starts = ['permit', 'forbid'];
const clauses = ['when', 'unless', 'when history', 'unless history'];
const history: Suggestion[] = [
  { text: 'formerly within 1h event()', detail: 'was there one', caret: 25 },
  { text: 'count within 1h event()', detail: 'how many', caret: 22 },
  { text: 'sum within 1d event().tokens', detail: 'the sum', caret: 20 },
  { text: 'no event() since within 1h event()', detail: 'A, and since then no B', caret: 9 },
  { text: 'where event.', detail: 'a condition over the event' },
];
const eventFields: [string, string][] = [['action', 'what it did'], ['agent', 'who acted'], ['arguments', 'Set<String>'], ['labels', 'Set<String>'], ['outcome', '"allowed", "denied", "held"'], ['resource', 'to what'], ['sensitivity', 'Long'], ['tokens', 'Long']];
const most = 40;

/** What may stand at a place of a policy's text. Knows just enough of Cedar to help; the server judges. */
export function complete(source: string, caret: number, words: SchemaWords): Completion | null {
  const before = source.slice(0, caret);
  const place = placeOf(before);
  if (place.inNote) return null;
  if (place.inText) return inText(before, place.textFrom, words);
  const name = /[A-Za-z_@][\w]*$/.exec(before)?.[0] ?? '';
  const from = caret - name.length;
  const left = before.slice(0, from);
  if (name.startsWith('@')) return pick(from, name, annotations.map(([one, detail]) => ({ text: `@${one}("")`, detail, caret: one.length + 3 })));

  const path = /\b(principal|resource|context|action)((?:\.[A-Za-z_]\w*)*)\.$/.exec(left);
  if (path) return pick(from, name, [...fields(path[1]!, path[2]!.slice(1), policyBefore(left), words), ...methods.map(([text, detail]) => ({ text, detail, caret: text.length - 1 }))], 0);
  if (place.inHistory && /\bevent\.$/.test(left)) return pick(from, name, eventFields.map(([text, detail]) => ({ text, detail })), 0);
  if (left.endsWith('.')) return pick(from, name, methods.map(([text, detail]) => ({ text, detail, caret: text.length - 1 })), 0);
  if (place.depth === 0) return pick(from, name, [...starts.map((text) => ({ text: `${text} (principal, action, resource);`, detail: 'policy' })), ...clauses.map((text) => ({ text: `${text} {  };`, detail: 'condition', caret: text.length + 3 })), ...annotations.map(([one, detail]) => ({ text: `@${one}("")`, detail, caret: one.length + 3 }))], name === '' ? 0 : 1);
  if (/\bis\s+$/.test(left)) return pick(from, name, words.entities.map(({ name: text }) => ({ text, detail: 'entity type' })), 0);
  if (/\baction\s*(==|in)\s*\[?\s*(Action::"[^"]*"\s*,\s*)*$/.test(left)) return pick(from, name, words.actions.map(({ type, id }) => ({ text: `${type}::"${id}"`, detail: 'action' })), 0);
  if (place.inHistory && left.trimEnd().endsWith('{')) return pick(from, name, history, 0);
  return pick(from, name, [
    ...(place.inHistory ? history : []),
    ...['principal', 'action', 'resource', 'context'].map((text) => ({ text, detail: 'variable' })),
    ...words.entities.map(({ name: text }) => ({ text: `${text}::""`, detail: 'entity', caret: text.length + 3 })),
    ...words.actions.map(({ type, id }) => ({ text: `${type}::"${id}"`, detail: 'action' })),
    ...['if', 'then', 'else', 'has', 'like', 'is', 'in', 'true', 'false'].map((text) => ({ text, detail: 'keyword' })),
  ]);
}

function pick(from: number, typed: string, items: Suggestion[], least = 1): Completion | null {
  const wanted = typed.toLowerCase();
  const found = typed.length < least ? [] : items.filter(({ text }) => text.toLowerCase().startsWith(wanted) && text !== typed);
  return found.length === 0 ? null : { from, items: found.slice(0, most) };
}

// Inside quotes only the ids of actions are known: Action::"…
function inText(before: string, from: number, words: SchemaWords): Completion | null {
  if (!/Action::$/.test(before.slice(0, from))) return null;
  return pick(from + 1, before.slice(from + 1), words.actions.map(({ id }) => ({ text: id, detail: 'action' })), 0);
}

function placeOf(before: string): { depth: number; inText: boolean; inNote: boolean; inHistory: boolean; textFrom: number } {
  const tokens = tokenize(before);
  let depth = 0;
  let historyAt = -1;
  let previous = '';
  for (const { kind, text } of tokens) {
    if (kind === 'space' || kind === 'note') continue;
    if (text === '(' || text === '{' || text === '[') {
      depth++;
      if (text === '{' && previous === 'history') historyAt = depth;
    } else if (text === ')' || text === '}' || text === ']') {
      if (depth === historyAt) historyAt = -1;
      depth = Math.max(0, depth - 1);
    }
    previous = text;
  }
  const last = tokens.at(-1);
  const inText = last?.kind === 'text' && !(last.text.length > 1 && last.text.endsWith('"') && !last.text.endsWith('\\"'));
  return { depth, inText, inNote: last?.kind === 'note' && !before.endsWith('\n'), inHistory: historyAt >= 0, textFrom: before.length - (last?.text.length ?? 0) };
}

/** What is written of the policy that the caret is in: its head names the actions, and so what its context holds. */
const policyBefore = (left: string) => left.slice(Math.max(0, left.lastIndexOf(';', left.length - 1) + 1));

function fields(variable: string, path: string, policy: string, words: SchemaWords): Suggestion[] {
  const named = [...policy.matchAll(/Action::"([^"]*)"/g)].map((match) => match[1]);
  const of = variable === 'context'
    ? words.actions.filter(({ id }) => named.length === 0 || named.includes(id)).map(({ context }) => context)
    : words.entities.filter(({ name }) => typed(variable, policy, named, words).has(name)).map((entity) => entity.fields);
  const seen = new Map<string, Suggestion>();
  for (const field of of.flat()) {
    const inner = path === '' ? field.path : field.path.startsWith(`${path}.`) ? field.path.slice(path.length + 1) : '';
    if (inner !== '' && !inner.includes('.') && !seen.has(inner)) seen.set(inner, { text: inner, detail: field.isRequired ? field.type : `${field.type}, may be missing` });
  }
  return [...seen.values()].sort((a, b) => a.text.localeCompare(b.text));
}

function typed(variable: string, policy: string, named: (string | undefined)[], words: SchemaWords): Set<string> {
  const said = new RegExp(`${variable}\\s+is\\s+([A-Za-z_][\\w:]*)`).exec(policy)?.[1];
  if (said) return new Set([said]);
  const actions = words.actions.filter(({ id }) => named.length === 0 || named.includes(id));
  return new Set(actions.flatMap((action) => (variable === 'principal' ? action.principals : variable === 'resource' ? action.resources : [])));
}
