// Draws a QR code, dark on light whatever the window's colours are: cameras expect it so, with a quiet edge.
import { generate } from 'lean-qr';
import { qrPath, quietEdge } from './qr-path.ts';
import styles from './Phones.module.css';

export function QrCode({ text, label }: { text: string; label: string }) {
  const code = generate(text);
  const size = code.size + 2 * quietEdge;
  return (
    <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#fff" />
      <path d={qrPath(code)} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
