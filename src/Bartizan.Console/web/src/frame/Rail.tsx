import { ActionIcon, Tooltip } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useWaiting } from '../api/access';
import { useQuestions } from '../api/consents';
import { useQuestionsForMe } from '../api/reviews';
import { Icon } from '../components/Icon';
import { Mark } from '../components/Mark';
import { useLink, usePath } from '../lib/url';
import { isAt, useLoop } from './places';
import css from './Rail.module.css';

/** Where one can go: a rail on a desk, a bar under the thumb on a phone. */
export function Rail({ slim, onSlim }: { slim: boolean; onSlim: (slim: boolean) => void }) {
  const link = useLink();
  const path = usePath();
  const loop = useLoop();
  const waiting: Record<string, number> = { '/requests': useWaiting(), '/reviews': useQuestionsForMe(), '/connected': useQuestions().data?.items.length ?? 0 };
  const rail = useRef<HTMLElement>(null);
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which React would take for the effect's end.
    rail.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <nav ref={rail} className={css.rail} aria-label="Pages" data-slim={slim || undefined}>
      <Link href={link('/')} className={css.brand} aria-label="Bartizan, to the overview">
        <Mark size={24} />
        <span>Bartizan</span>
      </Link>
      <ul className={css.groups}>
        {loop.map((group) => (
          <li key={group.step}>
            <span className={css.step}>{group.step}</span>
            <ul>
              {group.places.map((place) => (
                <li key={place.path}>
                  <Tooltip label={place.name} position="right" disabled={!slim}>
                    <Link href={link(place.path)} className={css.place} aria-current={isAt(place, path) ? 'page' : undefined}>
                      <Icon name={place.icon} size={18} />
                      <span>{place.name}</span>
                      {(waiting[place.path] ?? 0) > 0 && <span className={css.count} aria-label={`${waiting[place.path]} wait`}>{waiting[place.path]}</span>}
                    </Link>
                  </Tooltip>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <ActionIcon className={css.fold} aria-label={slim ? 'Widen the rail' : 'Narrow the rail'} aria-expanded={!slim} onClick={() => onSlim(!slim)}>
        <Icon name={slim ? 'right' : 'left'} />
      </ActionIcon>
    </nav>
  );
}
