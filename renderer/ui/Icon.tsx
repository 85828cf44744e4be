// The window's own signs, drawn for 24 × 24 and coloured by the text around them.
import styles from './Icon.module.css';

const shapes = {
  bell: 'M12 2a2 2 0 0 1 2 2v.6A6 6 0 0 1 18 10v5l2 3H4l2-3v-5a6 6 0 0 1 4-5.4V4a2 2 0 0 1 2-2zM9 19h6a3 3 0 0 1-6 0z',
  bellPause:
    'M12 2a2 2 0 0 1 2 2v.6A6 6 0 0 1 18 10v5l2 3H4l2-3v-5a6 6 0 0 1 4-5.4V4a2 2 0 0 1 2-2zM9 19h6a3 3 0 0 1-6 0zM10 9v6h1.4V9zm2.6 0v6H14V9z',
  clock: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm1 5v5.4l3.8 2.3-1 1.7L11 13.5V7z',
  warn: 'M12 2 1 21h22zm-1 7h2v6h-2zm0 8h2v2h-2z',
  allergen: 'M12 3 1.5 21h21z',
  check: 'm9.5 17.8-5.3-5.3 2.1-2.1 3.2 3.2 8.1-8.1 2.1 2.1z',
  cross:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm5 13.6L15.6 17 12 13.4 8.4 17 7 15.6l3.6-3.6L7 8.4 8.4 7l3.6 3.6L15.6 7 17 8.4 13.4 12z',
  close: 'm6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z',
  pen: 'M3 17.2V21h3.8L17.9 9.9l-3.8-3.8zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8L19 8.9z',
  calendar:
    'M7 2h2v2h6V2h2v2h3a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h3zm-2 8v9h14v-9z',
  search:
    'M10 3a7 7 0 0 1 5.6 11.2l5.1 5.1-1.4 1.4-5.1-5.1A7 7 0 1 1 10 3zm0 2a5 5 0 1 0 0 10 5 5 0 0 0 0-10z',
  gear: 'M13.9 2l.5 2.6c.6.2 1.2.5 1.7.9l2.5-.9 1.9 3.3-2 1.7a7.8 7.8 0 0 1 0 2l2 1.7-1.9 3.3-2.5-.9c-.5.4-1.1.7-1.7.9l-.5 2.6h-3.8l-.5-2.6a7.6 7.6 0 0 1-1.7-.9l-2.5.9-1.9-3.3 2-1.7a7.8 7.8 0 0 1 0-2l-2-1.7 1.9-3.3 2.5.9c.5-.4 1.1-.7 1.7-.9L10.1 2zM12 8.2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  menu: 'M3 5h18v2.2H3zm0 5.9h18v2.2H3zm0 5.9h18V19H3z',
  history:
    'M12 3a9 9 0 1 1-8.5 12h2.2A7 7 0 1 0 7 7.1L9.5 9.6H3V3l2.6 2.6A9 9 0 0 1 12 3zm-1 4h2v4.6l3.2 1.9-1 1.7L11 12.7z',
  keys: 'M3 5h18a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zm2 3v2h2V8zm4 0v2h2V8zm4 0v2h2V8zm4 0v2h2V8zM5 12v2h2v-2zm4 0v2h2v-2zm4 0v2h2v-2zm4 0v2h2v-2zM8 15.6V17h8v-1.4z',
  plus: 'M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z',
  minus: 'M5 11h14v2H5z',
  down: 'M12 16.5 4.5 9 6 7.5l6 6 6-6L19.5 9z',
  more: 'M5 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4z',
  note: 'M4 3h16a1 1 0 0 1 1 1v12l-5 5H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zm11 16.2L19.2 15H15zM6 7v2h12V7zm0 4v2h8v-2z',
  cloudOff:
    'M3.4 2 22 20.6 20.6 22l-3-3H7a5 5 0 0 1-1.3-9.8L2 3.4zM9 5.3A7 7 0 0 1 18.7 10 4.5 4.5 0 0 1 21.3 17.6z',
  lock: 'M12 2a5 5 0 0 1 5 5v3h1a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h1V7a5 5 0 0 1 5-5zm0 2a3 3 0 0 0-3 3v3h6V7a3 3 0 0 0-3-3z',
  coins:
    'M9 4a6 6 0 1 1 0 12A6 6 0 0 1 9 4zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8zm8.5 2.6A6 6 0 1 1 9.7 18a8 8 0 0 0 7.8-9.4zM8.2 7.5h1.6v5H8.2z',
  person: 'M12 3a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM4 21a8 8 0 0 1 16 0z',
  out: 'M4 3h9v2H6v14h7v2H4zm12.6 4.6L21 12l-4.4 4.4-1.4-1.4 2-2H10v-2h7.2l-2-2z',
  delete:
    'M8 5h13a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H8l-7-7zm3.4 3L10 9.4l2.6 2.6-2.6 2.6 1.4 1.4 2.6-2.6 2.6 2.6 1.4-1.4-2.6-2.6L18 9.4 16.6 8 14 10.6z',
  bellOff:
    'M3.4 2 22 20.6 20.6 22l-4-4H4l2-3v-5c0-.9.2-1.8.6-2.6L2 3.4zM9 19h6a3 3 0 0 1-6 0zM10 4a2 2 0 0 1 4 0v.6A6 6 0 0 1 18 10v4.2L8.9 5.1l1.1-.5z',
  bin: 'M9 3h6l1 2h4v2H4V5h4zM6 8h12l-1 13H7zm3 3 .5 7H11l-.5-7zm4.5 0-.5 7h1.5l.5-7z',
  undo: 'M8 4v4h6a6 6 0 0 1 0 12H7v-2h7a4 4 0 0 0 0-8H8v4L2 9z',
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} fillRule="evenodd" />
    </svg>
  );
}
