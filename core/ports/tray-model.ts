// What the tray shows, as data: the adapter only draws it.
export type TrayIcon = 'live' | 'attention' | 'offline' | 'idle';
export type TrayItem = { id: string; label: string; enabled: boolean } | { separator: true };
export type TrayModel = { icon: TrayIcon; tooltip: string; menu: TrayItem[] };
