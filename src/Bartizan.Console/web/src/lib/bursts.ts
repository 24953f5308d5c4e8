/** A moment in which unusually much was stopped. */
export interface Burst {
  index: number;
  stopped: number;
  /** What the median moment with traffic stopped. */
  usual: number;
}

const fewest = 5;
const times = 4;
/** Moments with traffic that it takes to know what is usual. */
const enough = 8;

/** Buckets with at least five stopped, and more than four times as many (and one more) as the median bucket that saw traffic. */
export function bursts(buckets: readonly { allow: number; redact: number; hold: number; block: number }[]): Burst[] {
  const stopped = buckets.map(({ hold, block }) => hold + block);
  const known = stopped.filter((count, index) => count + buckets[index]!.allow + buckets[index]!.redact > 0).sort((a, b) => a - b);
  if (known.length < enough) return [];
  const usual = known[Math.floor(known.length / 2)]!;
  return stopped.flatMap((count, index) => (count >= fewest && count > times * (usual + 1) ? [{ index, stopped: count, usual }] : []));
}
