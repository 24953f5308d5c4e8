import { ActionIcon, Tooltip } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ago, fullTime, middle } from '../lib/format';
import { toClipboard } from '../lib/clipboard';
import { useNow } from '../lib/now';
import { Icon } from './Icon';
import css from './Text.module.css';

/** A time as its age, with the full time on hover. */
export function Time({ value }: { value: string }) {
  const now = useNow();
  const time = Date.parse(value);
  return (
    <time dateTime={value} title={fullTime(time)} className={css.time}>
      {ago(time, now)}
    </time>
  );
}

/** A day, past or to come. */
export function Day({ value }: { value: string }) {
  const time = Date.parse(value);
  return (
    <time dateTime={value} title={fullTime(time)} className={css.time}>
      {new Date(time).toLocaleDateString(undefined, { dateStyle: 'medium' })}
    </time>
  );
}

/** Copies a text; says so for a moment. */
export function Copy({ text, label, size = 24 }: { text: string; label: string; size?: number }) {
  const [copied, setCopied] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    await toClipboard(text);
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setCopied(false), 1500);
  };
  return (
    <Tooltip label={copied ? 'Copied' : label}>
      <ActionIcon
        size={size}
        aria-label={copied ? 'Copied' : label}
        onClick={(event) => {
          event.stopPropagation();
          void copy();
        }}
      >
        <Icon name={copied ? 'check' : 'copy'} size={14} />
      </ActionIcon>
    </Tooltip>
  );
}

/** An id, shortened in the middle, whole on hover, to be copied. */
export function Id({ id, what = 'id', whole = false, copy = true }: { id: string; what?: string; whole?: boolean; copy?: boolean }) {
  return (
    <span className={css.id}>
      <code title={id}>{whole ? id : middle(id)}</code>
      {copy && <Copy text={id} label={`Copy ${what}`} size={20} />}
    </span>
  );
}

/** Something to paste into a terminal or a file. */
export function Snippet({ text, label, wrap = false }: {
  text: string;
  label: string;
  /** Whether all of it is to be seen, in lines that break anywhere; else long lines scroll. */
  wrap?: boolean;
}) {
  return (
    <div className={css.snippet} data-wrap={wrap || undefined}>
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <Copy text={text} label={`Copy ${label}`} />
    </div>
  );
}

/** A label of a finding, such as `pii.email`: the family stands back, the kind in front. */
export function Label({ label }: { label: string }) {
  const dot = label.indexOf('.');
  return (
    <span className={css.label}>
      {dot < 0 ? label : (
        <>
          <span className={css.family}>{label.slice(0, dot + 1)}</span>
          {label.slice(dot + 1)}
        </>
      )}
    </span>
  );
}

export function Chip({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span className={css.chip} title={title}>
      {children}
    </span>
  );
}
