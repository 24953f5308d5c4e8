/** Copies a text. Over plain HTTP to another machine browsers offer no clipboard: then the old way, through a selection. */
export async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const holder = document.createElement('textarea');
  holder.value = text;
  holder.style.position = 'fixed';
  document.body.append(holder);
  holder.select();
  document.execCommand('copy');
  holder.remove();
}
