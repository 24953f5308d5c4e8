import type { Right } from '../api/types';
import { usePerson } from '../api/session';
import type { IconName } from '../components/Icon';

/** A page of the console. A page appears here when what it shows exists, never as a promise. */
export interface Place {
  name: string;
  path: string;
  icon: IconName;
  /** What one must be allowed to see it; without it, nothing more than to watch. */
  right?: Right;
}

/** The rail, grouped by the loop of the product. */
const loop: { step: string; places: Place[] }[] = [
  {
    step: 'Watch',
    places: [
      { name: 'Overview', path: '/', icon: 'overview' },
      { name: 'Exchanges', path: '/exchanges', icon: 'exchanges' },
    ],
  },
  {
    step: 'Systems',
    places: [
      { name: 'Agents', path: '/agents', icon: 'agents' },
      { name: 'Blueprints', path: '/blueprints', icon: 'blueprints' },
      { name: 'Tools', path: '/tools', icon: 'tools' },
      { name: 'Credentials', path: '/credentials', icon: 'key' },
    ],
  },
  {
    step: 'Decide',
    places: [
      { name: 'Requests', path: '/requests', icon: 'key' },
      { name: 'Reviews', path: '/reviews', icon: 'check' },
      { name: 'Policies', path: '/policies', icon: 'policies' },
      { name: 'Permissions', path: '/permissions', icon: 'permissions' },
      { name: 'Calibration', path: '/calibration', icon: 'calibration' },
      { name: 'Budgets', path: '/budgets', icon: 'budgets' },
      { name: 'Mandates', path: '/mandates', icon: 'mandates' },
      { name: 'Kill switches', path: '/kill-switches', icon: 'stop' },
    ],
  },
  { step: 'Prove', places: [{ name: 'Ledger', path: '/ledger', icon: 'ledger' }] },
  {
    step: 'Settings',
    places: [
      { name: 'People', path: '/people', icon: 'people', right: 'manageAccounts' },
      { name: 'Signals', path: '/signals', icon: 'exchanges' },
      { name: 'Connected agents', path: '/connected', icon: 'key' },
      { name: 'My accounts', path: '/accounts', icon: 'key' },
    ],
  },
];

export const places = loop.flatMap((group) => group.places);

/** The rail of the person who looks: what they may not see does not stand there, nor does a group of which nothing is left. */
export function useLoop() {
  const { rights } = usePerson();
  return loop
    .map((group) => ({ ...group, places: group.places.filter((place) => !place.right || rights.includes(place.right)) }))
    .filter((group) => group.places.length > 0);
}

/** Whether a page is the one shown, or the one that what is shown belongs to. */
export const isAt = (place: Place, path: string) =>
  place.path === '/' ? path === '/' : path === place.path || path.startsWith(`${place.path}/`);
