import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import type { Right, Role } from '../api/types';
import { roleWord } from '../lib/words';
import { useMeta } from '../api/meta';
import { Icon, type IconName } from './Icon';
import { Id } from './Text';
import css from './States.module.css';

function Notice({ icon, tone, title, children, live }: { icon: IconName; tone?: 'block'; title: string; children?: ReactNode; live?: boolean }) {
  return (
    <div className={css.notice} role={live ? 'alert' : undefined}>
      <span className={`${css.sign} ${tone ? css[tone] : ''}`}>
        <Icon name={icon} size={20} />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Nothing here yet: says what would fill it, and how. */
export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <Notice icon={icon} title={title}>
      {children}
    </Notice>
  );
}

/** Something failed: what, how to mend it, the id to look for in the log. */
export function Failed({ error, again, what }: { error: unknown; again?: () => void; what: string }) {
  if (error instanceof ApiError && error.problem.status === 403) return <NoRight what={what} />;
  const problem = error instanceof ApiError ? error.problem : null;
  if (problem?.status === 404) {
    return (
      <Notice icon="search" title={problem.title}>
        <p className={css.text}>{problem.fix}</p>
      </Notice>
    );
  }
  return (
    <Notice icon="alert" tone="block" title={`${what} could not be read`} live>
      <p className={css.text}>{problem?.title ?? 'The console met something it did not expect.'}</p>
      {problem?.detail && <p className={css.text}>{problem.detail}</p>}
      {problem?.fix && <p className={css.text}>{problem.fix}</p>}
      {again && (
        <Button variant="default" leftSection={<Icon name="refresh" size={14} />} onClick={again}>
          Try again
        </Button>
      )}
      {problem?.requestId && (
        <p className={css.request}>
          Request <Id id={problem.requestId} what="request id" />
        </p>
      )}
    </Notice>
  );
}

/** Not for this person: says who can grant it. */
export function NoRight({ what, right }: { what: string; right?: Right }) {
  const meta = useMeta();
  const roles = right ? (meta.data?.roles.filter((role) => role.rights.includes(right)).map((role) => roleWord[role.role]) ?? []) : [];
  return (
    <Notice icon="lock" title={`Your roles do not include: ${what.toLowerCase()}`}>
      <p className={css.text}>
        {roles.length > 0 && <>These roles do: {roles.join(', ')}. </>}
        Someone with the role {roleWord['admin' satisfies Role]} can grant it to you.
      </p>
    </Notice>
  );
}

/** Rows of the shape that is being loaded. */
export function SkeletonRows({ rows, height = 20, gap = 16 }: { rows: number; height?: number; gap?: number }) {
  return (
    <div className={css.skeleton} style={{ gap }} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} width={`${96 - ((row * 7) % 22)}%`} radius={4} />
      ))}
    </div>
  );
}
