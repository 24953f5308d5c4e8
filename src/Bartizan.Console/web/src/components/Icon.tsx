/** Icons of the console, drawn on a 16 px grid with one stroke, so that they sit beside text. */
const paths = {
  overview: 'M2 11.5h2.5L6.5 4l3 9 2-5.5H14',
  exchanges: 'M2.5 5.5h10m-3-3 3 3-3 3M13.5 10.5h-10m3-3-3 3 3 3',
  agents: 'M4 6.5h8a1.5 1.5 0 0 1 1.5 1.5v3.5A1.5 1.5 0 0 1 12 13H4a1.5 1.5 0 0 1-1.5-1.5V8A1.5 1.5 0 0 1 4 6.5Zm4 0V3m-1.5 0h3M6 9.5v.5m4-.5v.5',
  tools: 'M9.6 5.2a3 3 0 0 1 3.9-2.9l-1.8 1.8.3 1.9 1.9.3 1.8-1.8a3 3 0 0 1-4 3.8L6.6 13.4a1.6 1.6 0 0 1-2.3-2.3l5.1-5.1a3 3 0 0 1 .2-.8Z',
  blueprints: 'M2.5 2.5h11v11h-11zM2.5 6h11M6 6v7.5M8.5 8.5H11M8.5 11H11',
  budgets: 'M7 3a5.5 5.5 0 1 0 6 6H7zM9.5 2v4.5H14A4.5 4.5 0 0 0 9.5 2Z',
  mandates: 'M8 2.5v3m0 0H3.5v3M8 5.5h4.5v3M2 8.5h3v3.5H2zM11 8.5h3v3.5h-3zM6.5 2.5h3M8 5.5V12m-1.5 0h3',
  calibration: 'M1.5 13.5h13M2 12.5c3.2 0 2.8-9 5.5-9s2.3 9 5.5 9M10.5 2.5v11',
  policies: 'M8 2v11.5M5 13.5h6M3 4.5h10M3 4.5 1.5 9a1.8 1.8 0 0 0 3 0L3 4.5Zm10 0L11.5 9a1.8 1.8 0 0 0 3 0L13 4.5Z',
  permissions: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zm7 2.2 1.4 1.4 2.6-3',
  ledger: 'M6.7 9.3a2.5 2.5 0 0 0 3.7.3l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7L8 4.6m1.3 2.1a2.5 2.5 0 0 0-3.7-.3L3.3 8.7A2.6 2.6 0 0 0 7 12.4l1-1',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.3-1.2 3.2 3.2',
  copy: 'M5.5 5.5v-2a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2m-7-5h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1Z',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  close: 'm4 4 8 8m0-8-8 8',
  pause: 'M5.5 3.5v9m5-9v9',
  play: 'M5 3.3v9.4L12.5 8z',
  down: 'm4 6 4 4 4-4',
  right: 'm6 4 4 4-4 4',
  left: 'm10 4-4 4 4 4',
  up: 'm4 10 4-4 4 4',
  download: 'M8 2.5v7.5m-3-3 3 3 3-3M3 13.5h10',
  plus: 'M8 3v10M3 8h10',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  person: 'M8 8a2.7 2.7 0 1 0 0-5.5A2.7 2.7 0 0 0 8 8Zm-5 5.5c.5-2.5 2.5-3.7 5-3.7s4.5 1.2 5 3.7',
  people: 'M6 7.6a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8Zm-4.5 5.6c.4-2.3 2.2-3.5 4.5-3.5s4.1 1.2 4.5 3.5M10.6 3a2.4 2.4 0 0 1 0 4.4m1.6 2.4c1.3.5 2.1 1.6 2.3 3.2',
  stop: 'M5.6 2h4.8L14 5.6v4.8L10.4 14H5.6L2 10.4V5.6zM5.5 8h5',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-9.5V8l2.3 1.5',
  alert: 'M8 2.5 14.3 13H1.7zM8 6.5v3m0 1.8v.2',
  open: 'M9.5 2.5h4v4m0-4-6 6m-1.5-5h-2a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1h7.5a1 1 0 0 0 1-1v-2',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6L13.5 6m0-3.5V6H10',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.3m0 10.4v1.3M1.5 8h1.3m10.4 0h1.3M3.4 3.4l.9.9m7.4 7.4.9.9m0-9.2-.9.9m-7.4 7.4-.9.9',
  moon: 'M13.3 9.7A5.7 5.7 0 0 1 6.3 2.7a5.7 5.7 0 1 0 7 7Z',
  screen: 'M2.5 3.5h11v7.5h-11zM6 13.5h4',
  leave: 'M6.5 2.5h-3a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3m3.5-2.5 3-3-3-3m3 3H6',
  filter: 'M2.5 3.5h11L9.5 8.5v4l-3 1v-5z',
  lock: 'M4 7.5h8a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8.5a1 1 0 0 1 1-1Zm1.5 0V5a2.5 2.5 0 0 1 5 0v2.5',
  key: 'M5.5 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm2.2-5.2L13 2.5m-2.5 2.5 2 2',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
