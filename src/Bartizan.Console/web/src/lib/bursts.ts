/** A moment in which unusually much was stopped. */
export interface Burst {
  index: number;
  stopped: number;
  /** The median of the span, rounded. */
  usual: number;
}

const fewest = 5;
const times = 4;

/** Buckets with at least five stopped, and more than four times as many (and one more) as the median bucket. */
export function bursts(buckets: readonly { hold: number; block: number }[]): Burst[] {
  const stopped = buckets.map(({ hold, block }) => hold + block);
  const sorted = [...stopped].sort((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return stopped.flatMap((count, index) => (count >= fewest && count > times * (usual + 1) ? [{ index, stopped: count, usual }] : []));
}
