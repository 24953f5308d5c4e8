/** A tokenizer of Cedar that knows just enough to colour it; it never fails and never drops a character. */
export type CedarKind = 'note' | 'annotation' | 'keyword' | 'effect' | 'text' | 'number' | 'entity' | 'name' | 'sign' | 'space';

export interface CedarToken {
  kind: CedarKind;
  text: string;
}

const keywords = new Set(['when', 'unless', 'if', 'then', 'else', 'in', 'is', 'has', 'like', 'true', 'false', 'principal', 'action', 'resource', 'context', 'history', 'formerly', 'within', 'since', 'event', 'where']);
const grammar: [CedarKind, RegExp][] = [
  ['space', /\s+/y],
  ['note', /\/\/[^\n]*/y],
  ['annotation', /@[A-Za-z_]\w*/y],
  ['text', /"(?:[^"\\]|\\.)*"?/sy],
  ['number', /\d+/y],
  ['entity', /[A-Za-z_]\w*(?=\s*::)/y],
  ['name', /[A-Za-z_]\w*/y],
  ['sign', /::|==|!=|<=|>=|&&|\|\||./suy],
];

export function tokenize(source: string): CedarToken[] {
  const tokens: CedarToken[] = [];
  let at = 0;
  while (at < source.length) {
    for (const [kind, pattern] of grammar) {
      pattern.lastIndex = at;
      const text = pattern.exec(source)?.[0];
      if (!text) continue;
      tokens.push({ kind: kind === 'name' ? nameKind(text) : kind, text });
      at += text.length;
      break;
    }
  }

  return tokens;
}

function nameKind(name: string): CedarKind {
  if (name === 'permit' || name === 'forbid') return 'effect';
  return keywords.has(name) ? 'keyword' : 'name';
}
