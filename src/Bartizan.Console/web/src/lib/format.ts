/** Figures, times and ids as people read them. */

const units = ['', 'k', 'M', 'G', 'T'];

/** 950 → "950", 12,345 → "12.3k": at most three significant digits past a thousand. */
export function count(value: number): string {
  let unit = 0;
  let shown = value;
  while (Math.abs(shown) >= 999.5 && unit < units.length - 1) {
    shown /= 1000;
    unit++;
  }
  return unit === 0 ? String(Math.round(shown)) : `${trim(shown)}${units[unit]}`;
}

/** Whole numbers with separators: 12,345. */
export const whole = (value: number) => value.toLocaleString('en-US');

/** Microseconds with a unit that keeps the figure short: "42 µs", "1.2 ms", "3.4 s", "2 min". */
export function duration(us: number): string {
  if (us < 1_000) return `${Math.round(us)} µs`;
  if (us < 1_000_000) return `${trim(us / 1_000)} ms`;
  if (us < 120_000_000) return `${trim(us / 1_000_000)} s`;
  return `${Math.round(us / 60_000_000)} min`;
}

/** "35 %", "1.3 %", "<0.1 %"; of nothing there is no share. */
export function share(part: number, of: number): string {
  if (of === 0) return '–';
  const percent = (100 * part) / of;
  if (percent === 0) return '0 %';
  if (percent < 0.1) return '<0.1 %';
  return `${percent < 10 ? trim1(percent) : Math.round(percent)} %`;
}

/** How many a second, a minute or an hour: whichever reads best. */
export function rate(number: number, seconds: number): string {
  if (seconds <= 0 || number === 0) return 'none';
  const perSecond = number / seconds;
  if (perSecond >= 1) return `${trim(perSecond)} a second`;
  if (perSecond * 60 >= 1) return `${trim(perSecond * 60)} a minute`;
  return `${trim(perSecond * 3600)} an hour`;
}

/** "now", "12 s ago", "in 4 min", "3 h ago", "in 5 d"; beyond 30 days the date. */
export function ago(time: number, now: number): string {
  const seconds = Math.abs(Math.round((now - time) / 1000));
  if (seconds < 2) return 'now';
  if (seconds >= 30 * 86_400) return new Date(time).toLocaleDateString(undefined, { dateStyle: 'medium' });
  const span =
    seconds < 60 ? `${seconds} s`
    : seconds < 3600 ? `${Math.floor(seconds / 60)} min`
    : seconds < 86_400 ? `${Math.floor(seconds / 3600)} h`
    : `${Math.floor(seconds / 86_400)} d`;
  return time > now ? `in ${span}` : `${span} ago`;
}

/** "12 s", "14 min" left; of what is over, null. */
export function left(time: number, now: number): string | null {
  const seconds = Math.ceil((time - now) / 1000);
  return seconds <= 0 ? null : seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

/** The full time in the reader's zone, to the millisecond. */
export function fullTime(time: number): string {
  const date = new Date(time);
  const day = date.toLocaleDateString(undefined, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${day}, ${date.toLocaleTimeString(undefined, { hour12: false })}.${String(date.getMilliseconds()).padStart(3, '0')} ${zone}`;
}

/** A clock time for an axis: minutes within two days, the day beyond. */
export function axisTime(time: number, spanSeconds: number): string {
  const date = new Date(time);
  return spanSeconds > 2 * 86_400
    ? date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })
    : date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
}

/** Shortens in the middle and keeps both ends, by which people tell ids apart. */
export function middle(id: string, head = 8, tail = 5): string {
  return id.length <= head + tail + 1 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`;
}

/** "1 finding", "3 findings". */
export const plural = (n: number, one: string, many = `${one}s`) => `${whole(n)} ${n === 1 ? one : many}`;

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : trim1(value);
}

function trim1(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '');
}
