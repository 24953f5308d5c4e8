import { useId, type ReactNode } from 'react';
import css from './Panel.module.css';

/** A titled part of a page. */
export function Panel({ title, note, aside, children, flush = false, className = '' }: {
  title: string;
  note?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  /** Whether the content reaches the panel's edges, as tables do. */
  flush?: boolean;
  className?: string;
}) {
  const id = useId();
  return (
    <section className={`${css.panel} ${className}`} aria-labelledby={id}>
      <header className={css.head}>
        <h2 id={id}>{title}</h2>
        {note && <span className={css.note}>{note}</span>}
        {aside && <span className={css.aside}>{aside}</span>}
      </header>
      <div className={flush ? css.flush : css.body}>{children}</div>
    </section>
  );
}

/** The head of a page: its name, what it holds, what one can do. */
export function PageHead({ title, note, children }: { title: ReactNode; note?: ReactNode; children?: ReactNode }) {
  return (
    <header className={css.page}>
      <h1>{title}</h1>
      {note && <span className={css.note}>{note}</span>}
      {children && <div className={css.actions}>{children}</div>}
    </header>
  );
}
