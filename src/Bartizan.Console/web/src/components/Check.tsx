import type { ReactNode } from 'react';
import css from './Check.module.css';

/** A box to tick, with what it says and, below it, what that means. */
export function Check({ label, meaning, checked, disabled, plain = true, onChange }: {
  label: ReactNode;
  meaning?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  /** Whether it stands among texts, or as one of a list in which each takes the whole line. */
  plain?: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className={css.check} data-plain={plain || undefined} data-disabled={disabled || undefined}>
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <span className={meaning ? css.label : undefined}>{label}</span>
      {meaning && <span className={css.meaning}>{meaning}</span>}
    </label>
  );
}
