/** Reads one key=value a line; says which line is wrong. */
export function parseTags(text: string): { tags?: Record<string, string>; error?: string } {
  const tags: Record<string, string> = {};
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
  for (const [index, line] of lines.entries()) {
    const at = line.indexOf('=');
    const key = line.slice(0, at).trim();
    if (at < 1 || key === '') return { error: `Line ${index + 1} is not key=value.` };
    if (Object.hasOwn(tags, key)) return { error: `${key} stands twice.` };
    tags[key] = line.slice(at + 1).trim();
  }

  return { tags };
}
