// The dark squares of a QR code as one path of an SVG.

/** Four squares, as ISO/IEC 18004 asks for. */
export const quietEdge = 4;

type Squares = { size: number; get(x: number, y: number): boolean };

export function qrPath({ size, get }: Squares): string {
  let path = '';
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (get(x, y)) path += `M${x + quietEdge} ${y + quietEdge}h1v1h-1z`;
  return path;
}
