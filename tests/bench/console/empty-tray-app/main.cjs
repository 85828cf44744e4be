// What any tray application costs on this machine: an icon, a menu, and nothing else.
const path = require('node:path');
const { app, Menu, Tray } = require('electron');

let tray;
app.whenReady().then(() => {
  tray = new Tray(path.join(__dirname, '../../../../dist/electron/icons', 'tray-idle-16.png'));
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', role: 'quit' }]));
  process.stdout.write('ready\n');
});
app.on('window-all-closed', () => {});
