/** Small drawings in the colour of the text around them. They say nothing to screen readers: words beside them do. */

const PATHS = {
  ticket: 'M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v3a2 2 0 0 0 0 4v3a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-3a2 2 0 0 0 0-4z M14 6v3 M14 11v2 M14 15v3',
  wallet: 'M4 7h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6.5A2.5 2.5 0 0 1 5.500 4H16 M16.500 13h.01',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3 2',
  calendar: 'M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z M4 10h16 M8 3v4 M16 3v4',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z M2.500 20a6.500 6.500 0 0 1 13 0 M16 4.500a3.500 3.500 0 0 1 0 6.500 M18 14.500a6.500 6.500 0 0 1 3.500 5.500',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  'check-circle': 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M8 12.500l2.800 2.800L16 9.500',
  warning: 'M12 4l9 16H3z M12 10v4.500 M12 17.300h.01',
  error: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7.500v5.500 M12 16.300h.01',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 11v5.500 M12 7.700h.01',
  close: 'M6 6l12 12 M18 6L6 18',
  plus: 'M12 5v14 M5 12h14',
  minus: 'M5 12h14',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  down: 'M5 9l7 7 7-7',
  refresh: 'M20 11a8 8 0 1 0-2.300 6.500 M20 5v6h-6',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14z M16.500 16.500L21 21',
  offline:
    'M4 4l16 16 M8.500 16.200a5 5 0 0 1 5.300-1.100 M5 12.500a10 10 0 0 1 4-2.400 M13 9.600a10 10 0 0 1 6 2.900 M2 8.800a15 15 0 0 1 4.200-2.600 M10.500 5a15 15 0 0 1 11.500 3.800 M12 19.500h.01',
  seat: 'M6 11V6a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v5 M4 12a2 2 0 0 1 4 0v3h8v-3a2 2 0 0 1 4 0v5a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2z M7 19v2 M17 19v2',
  list: 'M9 6h11 M9 12h11 M9 18h11 M4.500 6h.01 M4.500 12h.01 M4.500 18h.01',
  map: 'M9 4L3 6.500v13.500l6-2.500 6 2.500 6-2.500V4l-6 2.500z M9 4v13.500 M15 6.500V20',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4 21a8 8 0 0 1 16 0',
  settings: 'M4 7h10 M18 7h2 M4 17h2 M10 17h10 M16 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4z M8 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  download: 'M12 4v11 M7 10.500l5 5 5-5 M5 20h14',
  print: 'M7 9V4h10v5 M7 17H5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2h-2 M7 14h10v6H7z',
  leave: 'M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4 M10 8l-4 4 4 4 M6 12h9',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
