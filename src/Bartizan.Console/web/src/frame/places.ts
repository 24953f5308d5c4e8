import type { IconName } from '../components/Icon';

/** A page of the console. A page appears here when what it shows exists, never as a promise. */
export interface Place {
  name: string;
  path: string;
  icon: IconName;
}

/** The rail, grouped by the loop of the product. */
export const loop: { step: string; places: Place[] }[] = [
  {
    step: 'Watch',
    places: [
      { name: 'Overview', path: '/', icon: 'overview' },
      { name: 'Exchanges', path: '/exchanges', icon: 'exchanges' },
    ],
  },
  { step: 'Systems', places: [{ name: 'Agents', path: '/agents', icon: 'agents' }] },
  { step: 'Decide', places: [{ name: 'Policies', path: '/policies', icon: 'policies' }] },
  { step: 'Prove', places: [{ name: 'Ledger', path: '/ledger', icon: 'ledger' }] },
];

export const places = loop.flatMap((group) => group.places);

/** Whether a page is the one shown, or the one that what is shown belongs to. */
export const isAt = (place: Place, path: string) =>
  place.path === '/' ? path === '/' : path === place.path || path.startsWith(`${place.path}/`);
