/** A stretch of text that one and the same set of findings covers. */
export interface Piece {
  start: number;
  end: number;
  /** Indexes of the findings that cover it, in the order given. */
  findings: number[];
}

/** Cuts a text of a given length at the borders of its findings; the pieces cover it whole, in order. */
export function cutAtFindings(length: number, findings: readonly { start: number; length: number }[]): Piece[] {
  const borders = new Set([0, length]);
  for (const { start, length: span } of findings) {
    borders.add(clamp(start, length));
    borders.add(clamp(start + span, length));
  }

  const sorted = [...borders].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const start = sorted[i]!;
    const end = sorted[i + 1]!;
    const covering: number[] = [];
    findings.forEach((finding, index) => {
      if (finding.start < end && finding.start + finding.length > start) covering.push(index);
    });
    pieces.push({ start, end, findings: covering });
  }

  return pieces;
}

const clamp = (value: number, max: number) => Math.min(Math.max(value, 0), max);

/** Text as shown, or characters that would not show, or would turn the text around them. */
export type Visible = { kind: 'text'; text: string } | { kind: 'hidden'; name: string; count: number; says: string };

const hidden =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+|[\u{e0000}-\u{e007f}]+|[\ufe00-\ufe0f]{2,}/gu;

/** Makes hidden characters visible: a reader must see what the model sees. */
export function reveal(text: string): Visible[] {
  const parts: Visible[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push(describe(match[0]));
    from = match.index + match[0].length;
  }

  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

function describe(run: string): Visible {
  const points = [...run].map((char) => char.codePointAt(0)!);
  const first = points[0]!;
  if (first >= 0xe0000) {
    // Tag characters repeat ASCII invisibly: show what they spell.
    const says = points.filter((p) => p >= 0xe0020 && p < 0xe007f).map((p) => String.fromCharCode(p - 0xe0000)).join('');
    return { kind: 'hidden', name: 'tag characters', count: points.length, says };
  }

  return { kind: 'hidden', name: nameOf(first), count: points.length, says: '' };
}

function nameOf(point: number): string {
  if ((point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) || point === 0x200e || point === 0x200f) return 'direction mark';
  if (point === 0xad) return 'soft hyphen';
  if (point >= 0xfe00 && point <= 0xfe0f) return 'variation selectors';
  if (point < 0xa0) return 'control';
  return 'zero width';
}
