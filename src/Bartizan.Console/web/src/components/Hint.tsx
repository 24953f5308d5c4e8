import type { ComponentProps, ReactNode } from 'react';
import { Icon } from './Icon';
import css from './Hint.module.css';

/** What somebody should know before they go on. */
export function Hint({ icon = 'alert', children }: { icon?: ComponentProps<typeof Icon>['name']; children: ReactNode }) {
  return <p className={css.hint}><Icon name={icon} size={14} /> <span>{children}</span></p>;
}
