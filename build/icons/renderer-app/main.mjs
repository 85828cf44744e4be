// Runs inside Electron: turns SVG drawings into PNG pictures of exactly the wanted size, on a canvas.
import { readFileSync, writeFileSync } from 'node:fs';
import { app, BrowserWindow } from 'electron';

const folder = process.argv.at(-1) ?? '.';
/** @type {Record<string, { svg: string, size: number }>} */
const drawings = JSON.parse(readFileSync(`${folder}/drawings.json`, 'utf8'));

async function paint() {
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await window.loadURL('data:text/html,<title>painter</title>');
  for (const [name, { svg, size }] of Object.entries(drawings)) {
    const picture = await window.webContents.executeJavaScript(`(async () => {
      const image = new Image();
      image.src = 'data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}';
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = ${size};
      canvas.getContext('2d').drawImage(image, 0, 0, ${size}, ${size});
      return canvas.toDataURL('image/png').split(',')[1];
    })()`);
    writeFileSync(`${folder}/${name}`, Buffer.from(picture, 'base64'));
  }
  app.exit(0);
}

// Electron becomes ready only after this module has loaded, so it must not wait for that here.
app.whenReady().then(paint, (error) => {
  console.error(error);
  app.exit(1);
});
