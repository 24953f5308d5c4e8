import { Fragment, type ReactNode } from 'react';
import css from './FactList.module.css';

/** What is known of one thing: a word and its value a line. A line without value is left out. */
export function FactList({ facts }: { facts: [word: string, value: ReactNode][] }) {
  return (
    <dl className={css.facts}>
      {facts.filter(([, value]) => value).map(([word, value]) => (
        <Fragment key={word}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
