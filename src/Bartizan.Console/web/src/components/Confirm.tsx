import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { Problem } from './Problem';
import css from './Confirm.module.css';

/** Asks before something that ends something. The way back has the focus. */
export function Confirm({ title, keep, verb, error, busy, onDo, onClose, children }: {
  title: string;
  /** What not doing it is called. */
  keep: string;
  verb: string;
  error: unknown;
  busy: boolean;
  onDo: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Modal opened onClose={onClose} title={title} size={440}>
      <div className={css.confirm}>
        <div>{children}</div>
        <Problem error={error} />
        <div className={css.buttons}>
          <Button variant="default" onClick={onClose} data-autofocus>{keep}</Button>
          <Button className={css.do} loading={busy} onClick={onDo}>{verb}</Button>
        </div>
      </div>
    </Modal>
  );
}

/** A part of a panel that ends something: what it means, and the button that asks first. */
export function Ending({ text, children, disabled, onAsk }: { text: ReactNode; children: ReactNode; disabled: boolean; onAsk: () => void }) {
  return (
    <>
      <p className={css.text}>{text}</p>
      <Button variant="default" className={css.ask} disabled={disabled} onClick={onAsk}>{children}</Button>
    </>
  );
}
