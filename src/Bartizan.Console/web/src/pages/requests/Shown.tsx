import css from './RequestPanel.module.css';

/** A text in which what people could not see is spelt out, and stands out. */
export function Shown({ lines, label }: { lines: string[]; label: string }) {
  return (
    <pre className={css.lines} tabIndex={0} role="region" aria-label={label}>
      <Hidden text={lines.join('\n')} />
    </pre>
  );
}

/** The same inside another text. */
export function Hidden({ text }: { text: string }) {
  return text.split(/(<U\+[0-9A-F]{4,6}>)/).map((part, at) =>
    at % 2 === 1 ? <mark key={at} className={css.hidden} title="A character that people cannot see">{part}</mark> : part);
}
