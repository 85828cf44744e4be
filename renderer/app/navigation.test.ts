import { expect, test } from 'vitest';
import { createNavigation } from './navigation.ts';

/** A browser's history that goes back when it is told to, and says so only then. */
function world() {
  const entries: unknown[] = [null];
  let at = 0;
  let listener: (state: unknown) => void = () => undefined;
  const focused: string[] = [];
  let focus = 'the first button';
  const goBack = (): void => {
    at = Math.max(0, at - 1);
    listener(entries[at]);
  };
  const waiting: (() => void)[] = [];
  const navigation = createNavigation({
    history: {
      replaceState: (state) => void (entries[at] = state),
      pushState(state) {
        at += 1;
        entries.splice(at, Infinity, state);
      },
      back: () => void waiting.push(goBack),
    },
    onPopState: (given) => void (listener = given),
    rememberFocus() {
      const then = focus;
      return () => void focused.push(then);
    },
  });
  return {
    navigation,
    goBack,
    focused,
    focusOn: (name: string) => void (focus = name),
    /** The browser does what it was told. */
    settle: () => waiting.splice(0).forEach((run) => run()),
    depth: () => at,
    names: () => navigation.opened().map(({ screen }) => screen),
  };
}

test('screens are opened over one another, and closed one by one', () => {
  const { navigation, names, settle, depth } = world();
  navigation.open('settings');
  navigation.open('leave');
  expect(names()).toEqual(['settings', 'leave']);
  navigation.back();
  expect(names()).toEqual(['settings']);
  navigation.back();
  navigation.back();
  settle();
  expect(names()).toEqual([]);
  expect(depth()).toBe(0);
});

test('closing one closes what was opened from it; one that is closed already closes nothing', () => {
  const { navigation, names } = world();
  navigation.open('settings');
  navigation.open('leave');
  const [settings, leave] = navigation.opened();
  navigation.close(settings?.id ?? 0);
  expect(names()).toEqual([]);
  navigation.open('keys');
  navigation.close(leave?.id ?? 0);
  expect(names()).toEqual(['keys']);
});

test('the browser’s own Back closes the screen on top', () => {
  const { navigation, names, goBack } = world();
  navigation.open('settings');
  navigation.open('leave');
  goBack();
  expect(names()).toEqual(['settings']);
  goBack();
  expect(names()).toEqual([]);
  goBack();
  expect(names()).toEqual([]);
});

test('a screen opened before the browser has gone back for the last one stays open', () => {
  const { navigation, names, settle } = world();
  navigation.open('settings');
  navigation.back();
  navigation.open('keys');
  settle();
  expect(names()).toEqual(['keys']);
});

test('opened again while on top, a screen shows the other thing, and one step back closes it', () => {
  const { navigation, names, depth, settle } = world();
  navigation.open('settings');
  navigation.open('settings');
  expect(names()).toEqual(['settings']);
  expect(depth()).toBe(1);
  navigation.back();
  settle();
  expect(depth()).toBe(0);
});

test('each screen knows who had the focus when it was opened, also when it is opened again', () => {
  const { navigation, focused, focusOn } = world();
  navigation.open('settings');
  focusOn('inside the settings');
  navigation.open('settings');
  navigation.open('leave');
  for (const { giveBack } of navigation.opened()) giveBack();
  expect(focused).toEqual(['the first button', 'inside the settings']);
});

test('listeners hear of every change, and of nothing else', () => {
  const { navigation } = world();
  let heard = 0;
  const stop = navigation.subscribe(() => void (heard += 1));
  navigation.open('settings');
  navigation.close(99);
  navigation.home();
  navigation.home();
  stop();
  navigation.open('keys');
  expect(heard).toBe(2);
});
