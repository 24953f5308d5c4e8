import { Skeleton } from '@mantine/core';
import css from './Overview.module.css';

/** The overview's shape, before its figures come. */
export function Loading() {
  return (
    <div role="status" aria-label="Loading" className={css.loading}>
      <Skeleton height={86} radius={8} />
      <Skeleton height={274} radius={8} />
      <div className={css.two}>
        <Skeleton height={270} radius={8} />
        <Skeleton height={270} radius={8} />
      </div>
      <div className={css.three}>
        <Skeleton height={230} radius={8} />
        <Skeleton height={230} radius={8} />
        <Skeleton height={230} radius={8} />
      </div>
    </div>
  );
}
