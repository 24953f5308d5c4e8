/** A way of looking at a list that a person keeps: a name and the query of the address. */
export interface View {
  name: string;
  query: string;
}

/** Views that everybody has. */
export const givenViews: View[] = [
  { name: 'Everything', query: '' },
  { name: 'Stopped', query: 'verdict=block&verdict=hold' },
  { name: 'Injection found', query: 'label=injection' },
  { name: 'Secrets found', query: 'label=secret' },
  { name: 'Slowest first', query: 'sort=-total' },
];

const key = 'bartizan-views';
const most = 30;

export function readViews(storage: Pick<Storage, 'getItem'>): View[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter((one): one is View => typeof one?.name === 'string' && typeof one?.query === 'string').slice(0, most) : [];
  } catch {
    return [];
  }
}

export const writeViews = (storage: Pick<Storage, 'setItem'>, views: View[]) => storage.setItem(key, JSON.stringify(views.slice(-most)));

/** What of an address makes a view: not the open row, and not a fixed moment. */
export function viewQuery(search: string): string {
  const query = new URLSearchParams(search);
  for (const name of ['open', 'from', 'to', 'range']) query.delete(name);
  return query.toString();
}
