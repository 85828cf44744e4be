// The two parts of node-notifier that are used; the package brings no types.
interface NotifierOfNode {
  notify(options: Record<string, unknown>, done: (error: unknown, what?: unknown) => void): unknown;
}
declare module 'node-notifier/notifiers/balloon.js' {
  const WindowsBalloon: new (options: { customPath: string }) => NotifierOfNode;
  export default WindowsBalloon;
}
declare module 'node-notifier/notifiers/notificationcenter.js' {
  const NotificationCenter: new (options: { customPath: string }) => NotifierOfNode;
  export default NotificationCenter;
}
