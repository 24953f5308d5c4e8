import { ActionIcon } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './Icon';
import css from './SidePanel.module.css';

/** Stands beside a list and says what the chosen row is. Escape closes it and goes back to the row. */
export function SidePanel({ id, label, head, actions, children, onClose }: {
  id: string;
  label: string;
  head: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"], [role="tooltip"]')) return;
      onClose();
      document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
    };
    addEventListener('keydown', close);
    return () => removeEventListener('keydown', close);
  }, [id, onClose]);
  useEffect(() => {
    body.current?.scrollTo(0, 0);
  }, [id]);

  return (
    <aside className={css.panel} aria-label={label}>
      <header className={css.head}>
        <div className={css.title}>{head}</div>
        {actions}
        <ActionIcon aria-label="Close the panel" onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </header>
      <div className={css.body} ref={body}>
        {children}
      </div>
    </aside>
  );
}
