import css from './TwoLines.module.css';

/** A name, and below it what tells it from others of that name; each whole on hover. */
export function TwoLines({ name, below, title = below }: { name: string; below: string; title?: string }) {
  return (
    <div className={css.lines}>
      <span className={`clip ${css.name}`} title={name}>{name}</span>
      <span className={css.below} title={title}>{below}</span>
    </div>
  );
}
