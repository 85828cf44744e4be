// The phone's page: adds this phone to whoever showed the link, says that it is added, and takes it off again.
import { canPush, surroundings } from '../../push-browser/can-push.ts';
import { subscribe, subscribedBefore, unsubscribe } from '../../push-browser/subscribe.ts';
import type { PhoneState } from '../state.ts';
import { addPhone, leavePhone, readState, renewPhone } from './backend.ts';
import { phoneName } from './phone-name.ts';
import { wordsFor } from './words.ts';

const worker = { url: '/phone/worker.js', scope: '/phone/' };
const link = location.pathname.split('/').findLast((part) => part !== '') ?? '';
/** Of this browser: which phone it is. Good for taking it off, and for nothing else. */
const kept = 'counterbell-phone';
const againMs = 5_000;

const { language, words } = wordsFor(navigator.languages);
document.documentElement.lang = language;
document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no #${id}`);
  return found;
};
for (const step of words.homeScreen) {
  const line = document.createElement('li');
  line.textContent = step;
  element('home-screen').append(line);
}
element('add').textContent = words.addButton;
element('remove').textContent = words.removeButton;

/** What the buttons do by now. */
const pressed = { add: async () => {}, remove: async () => {} };
for (const name of ['add', 'remove'] as const)
  element(name).addEventListener('click', () => void pressed[name]());

type Shown = { state: string; title: string; says: string; restaurant?: string };

function show({ state, title, says, restaurant = '' }: Shown): void {
  document.body.dataset.state = state;
  document.title = title;
  element('title').textContent = title;
  element('says').textContent = says;
  element('restaurant').textContent = restaurant;
  element('home-screen').hidden = state !== 'home-screen';
  element('add').hidden = state !== 'yes' && state !== 'failed';
  element('remove').hidden = state !== 'added';
}

const showOver = () => show({ state: 'over', title: words.over, says: words.overHelp });

function showLink(state: PhoneState): void {
  const can = canPush(surroundings());
  show({
    state: can,
    title: words.add(state.person),
    says: can === 'yes' ? words.addHelp : words.cannot[can],
    restaurant: state.restaurant,
  });
  pressed.add = () => add(state);
}

function showAdded(token: string, state: PhoneState): void {
  show({
    state: 'added',
    title: words.added(state.person),
    says: words.addedHelp,
    restaurant: state.restaurant,
  });
  pressed.remove = () => remove(token);
}

async function add(state: PhoneState): Promise<void> {
  const { person, restaurant } = state;
  const subscription = await subscribe(worker, state.publicKey);
  if (subscription === 'denied' && canPush(surroundings()) === 'yes') return showLink(state);
  if (typeof subscription === 'string') {
    const says = subscription === 'failed' ? words.failed : words.cannot.denied;
    return show({ state: subscription, title: words.add(person), says, restaurant });
  }
  try {
    const added = await addPhone(link, subscription, phoneName(navigator.userAgent));
    if (added === 'over') return showOver();
    localStorage.setItem(kept, added.token);
    showAdded(added.token, state);
  } catch {
    show({ state: 'failed', title: words.add(person), says: words.offline, restaurant });
  }
}

async function remove(token: string): Promise<void> {
  try {
    await leavePhone(token);
  } catch {
    element('says').textContent = words.offline;
    return;
  }
  localStorage.removeItem(kept);
  await unsubscribe(worker);
  show({ state: 'removed', title: words.removed, says: '' });
}

/** A browser may have given its page a new address since. */
async function renew(token: string, { publicKey }: PhoneState): Promise<void> {
  const subscription = await subscribedBefore(worker, publicKey);
  if (subscription !== null) await renewPhone(token, subscription).catch(() => undefined);
}

async function open(): Promise<void> {
  try {
    const token = localStorage.getItem(kept);
    const own = token === null ? 'over' : await readState(token);
    if (token !== null && own !== 'over') {
      showAdded(token, own);
      return void renew(token, own);
    }
    localStorage.removeItem(kept);
    const state = await readState(link);
    if (state === 'over' || state.is !== 'link') return showOver();
    showLink(state);
  } catch {
    show({ state: 'offline', title: 'Counterbell', says: words.offline });
    setTimeout(() => void open(), againMs);
  }
}

void open();
