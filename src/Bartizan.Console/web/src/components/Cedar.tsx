import { useMemo } from 'react';
import { tokenize } from '../lib/cedar';
import css from './Cedar.module.css';

/** Policy source, coloured. */
export function Cedar({ text }: { text: string }) {
  const tokens = useMemo(() => tokenize(text), [text]);
  return (
    <pre className={css.cedar} tabIndex={0} aria-label="Policy source">
      {tokens.map((token, index) => (token.kind === 'space' || token.kind === 'sign' || token.kind === 'name' ? token.text : <span key={index} className={css[token.kind]}>{token.text}</span>))}
    </pre>
  );
}
