// What the icons look like, as SVG: a counter bell, on the app's icon in front of a ticket on the kitchen rail.
// Amber belongs to a bell that rings; every state of the tray also has a shape of its own.

const amber = '#ffb020';
const ink = '#17191d';
const paper = '#f6f3ec';
const grey = '#9aa3af';
const red = '#c8281b';

/** @param {number} size @param {number} grid @param {string} content */
const svg = (size, grid, content) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${grid} ${grid}">${content}</svg>`;

/** The bell on a grid of 16, so that its edges fall on pixels where the tray is smallest. */
const bell =
  'M6.6 2.2h2.8a.9.9 0 0 1 0 1.8h-.5v1.1a6 6 0 0 1 5.1 5.9H2a6 6 0 0 1 5.1-5.9V4h-.5a.9.9 0 0 1 0-1.8zM1.9 12h12.2a1 1 0 0 1 0 2H1.9a1 1 0 0 1 0-2z';
const rays = 'M4.2 3.6 2.9 2.3M11.8 3.6l1.3-1.3M2.5 6.4.9 5.8M13.5 6.4l1.6-.6';
const cross = 'M10.3 8.5l3.4 3.4M13.7 8.5l-3.4 3.4';

/** @typedef {'live' | 'attention' | 'offline' | 'idle'} TrayState */

/** @type {readonly TrayState[]} */
export const trayStates = ['live', 'attention', 'offline', 'idle'];

/** A shape with an outline of ink around it: panels are light on some desktops and dark on others. */
const outlined = (/** @type {string} */ path, /** @type {string} */ fill) =>
  `<path d="${path}" fill="${ink}" stroke="${ink}" stroke-width="1.5" stroke-linejoin="round"/><path d="${path}" fill="${fill}"/>`;
const line = (/** @type {string} */ path, /** @type {string} */ colour, /** @type {number} */ width) =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"/>`;

/**
 * @param {TrayState} state
 * @param {number} size
 */
export function trayIcon(state, size) {
  /** @type {Record<TrayState, string>} */
  const drawn = {
    live: outlined(bell, paper),
    attention: line(rays, ink, 2.4) + outlined(bell, amber) + line(rays, amber, 1.3),
    offline: `${outlined(bell, grey)}<circle cx="12" cy="10.2" r="4" fill="${ink}"/><circle cx="12" cy="10.2" r="3.4" fill="${red}"/>${line(cross, '#fff', 1.3)}`,
    idle: `<path d="${bell}" fill="${ink}" stroke="${ink}" stroke-width="1.5"/><path d="${bell}" fill="${ink}" stroke="${paper}" stroke-width=".8" stroke-linejoin="round"/>`,
  };
  return svg(size, 16, drawn[state]);
}

/**
 * The same for the menu bar of macOS, which colours what is opaque by itself.
 * @param {TrayState} state
 * @param {number} size
 */
export function trayTemplate(state, size) {
  const hole = (/** @type {string} */ shape) =>
    `<mask id="hole"><rect width="16" height="16" fill="#fff"/>${shape}</mask>`;
  /** @type {Record<TrayState, string>} */
  const drawn = {
    live: `<path d="${bell}"/>`,
    attention: `<path d="${bell}"/>${line(rays, '#000', 1.3)}`,
    offline: `${hole('<circle cx="12" cy="10.2" r="4.4" fill="#000"/>')}<path d="${bell}" mask="url(#hole)"/>${line(cross, '#000', 1.6)}`,
    idle: `<path d="${bell}" fill="none" stroke="#000" stroke-width=".9" stroke-linejoin="round"/>`,
  };
  return svg(size, 16, drawn[state]);
}

const definitions = `<defs>
<linearGradient id="night" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#2a323d"/><stop offset="1" stop-color="#12151a"/></linearGradient>
<linearGradient id="dome" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#ffcb5c"/><stop offset=".55" stop-color="${amber}"/><stop offset="1" stop-color="#ee9400"/></linearGradient>
<linearGradient id="plate" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#ffc04a"/><stop offset="1" stop-color="#d98500"/></linearGradient>
<linearGradient id="sheet" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#d9d4c7"/><stop offset=".12" stop-color="${paper}"/><stop offset=".6" stop-color="${paper}"/><stop offset="1" stop-color="#cfc9ba"/></linearGradient>
<linearGradient id="rail" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8a95a5"/><stop offset=".35" stop-color="#5a6472"/><stop offset="1" stop-color="#343c47"/></linearGradient>
<radialGradient id="shadow"><stop offset="0" stop-color="#000" stop-opacity=".55"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient>
<clipPath id="tile"><rect width="1024" height="1024" rx="228"/></clipPath>
</defs>`;

const largeBell = `
<ellipse cx="512" cy="872" rx="430" ry="56" fill="url(#shadow)"/>
<rect x="478" y="392" width="68" height="96" fill="#d98500"/>
<rect x="420" y="338" width="184" height="78" rx="39" fill="url(#plate)"/>
<path d="M196 762a316 306 0 0 1 632 0z" fill="url(#dome)"/>
<path d="M268 700a250 214 0 0 1 132-156" fill="none" stroke="#fff" stroke-opacity=".55" stroke-width="34" stroke-linecap="round"/>
<rect x="196" y="762" width="632" height="26" fill="#a86400"/>
<rect x="140" y="786" width="744" height="84" rx="42" fill="url(#plate)"/>`;

const ticket = `
<rect x="0" y="150" width="1024" height="62" fill="url(#rail)"/>
<path d="M262 186h500v520H262z" fill="url(#sheet)"/>
<rect x="262" y="186" width="500" height="26" fill="#000" fill-opacity=".18"/>
<g fill="${ink}"><rect x="318" y="252" width="150" height="58" rx="14"/><rect x="318" y="348" width="76" height="26" rx="13" fill-opacity=".55"/><rect x="630" y="348" width="76" height="26" rx="13" fill-opacity=".55"/><rect x="318" y="410" width="60" height="26" rx="13" fill-opacity=".55"/><rect x="646" y="410" width="60" height="26" rx="13" fill-opacity=".55"/></g>`;

/**
 * @param {number} size in pixels; below 64 the ticket would only be noise
 * @param {{ margin: number }} [options] the part of the edge left free: macOS asks for it
 */
export function appIcon(size, { margin } = { margin: 0.02 }) {
  const scale = 1 - 2 * margin;
  const inside =
    size < 64
      ? `<g transform="translate(512 566) scale(1.14) translate(-512 -604)">${largeBell}</g>`
      : ticket + largeBell;
  return svg(
    size,
    1024,
    `${definitions}<g transform="translate(${1024 * margin} ${1024 * margin}) scale(${scale})"><g clip-path="url(#tile)"><rect width="1024" height="1024" fill="url(#night)"/>${inside}</g></g>`,
  );
}
