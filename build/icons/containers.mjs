// Puts ready-made PNG pictures of several sizes into one .ico or .icns file.

/** @typedef {{ size: number, png: Buffer }} Picture */

/** @param {readonly Picture[]} pictures */
export function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // One byte per side: 256 is written as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map((picture) => picture.png)]);
}

/** Apple's names for the sizes; the second ones are for screens with doubled pixels. */
const icnsTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
];

/** @param {readonly Picture[]} pictures */
export function icns(pictures) {
  const parts = icnsTypes.flatMap(([type, size]) => {
    const picture = pictures.find((one) => one.size === size);
    if (picture === undefined) return [];
    const head = Buffer.alloc(8);
    head.write(String(type), 0, 'latin1');
    head.writeUInt32BE(8 + picture.png.length, 4);
    return [head, picture.png];
  });
  const head = Buffer.alloc(8);
  head.write('icns', 0, 'latin1');
  head.writeUInt32BE(8 + parts.reduce((total, part) => total + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}
