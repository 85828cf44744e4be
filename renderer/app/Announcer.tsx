// Speaks through the screen reader: new and cancelled orders at once, the rest when it is its turn.
import { useEffect, useState } from 'react';
import { useWords, type Spoke } from '../i18n/words.tsx';
import { useConsole } from './hooks.ts';
import { isUrgent, newsOf, type News } from './news.ts';

export function Announcer() {
  const words = useWords();
  const { store } = useConsole();
  const [urgent, setUrgent] = useState('');
  const [calm, setCalm] = useState('');
  useEffect(() => {
    let before = store.get();
    return store.subscribe(() => {
      const after = store.get();
      const news = before && after ? newsOf(before, after) : [];
      before = after;
      const loud = news.filter(isUrgent);
      const quiet = news.filter((told) => !isUrgent(told));
      if (loud.length > 0) setUrgent(loud.map((told) => sentence(told, words)).join(' '));
      if (quiet.length > 0) setCalm(quiet.map((told) => sentence(told, words)).join(' '));
    });
  }, [store, words]);
  return (
    <>
      <div className="unseen" aria-live="assertive" data-live="assertive">
        {urgent}
      </div>
      <div className="unseen" aria-live="polite" data-live="polite">
        {calm}
      </div>
    </>
  );
}

function sentence(news: News, { t }: Spoke): string {
  switch (news.kind) {
    case 'new':
      return news.numbers.length === 1
        ? t('say.newOrder', { number: news.numbers[0] })
        : t('say.newOrders', { count: news.numbers.length });
    case 'cancelled':
      return t('say.cancelled', { number: news.number });
    case 'changed':
      return t('say.changed', { number: news.number });
    case 'moved':
      return t('say.moved', { number: news.number, column: t(`column.${news.column}`) });
    case 'steppedIn':
      return t('say.steppedIn', { name: news.name });
    case 'steppedOut':
      return t('say.steppedOut', { name: news.name });
    case 'messages':
      return t('inbox.new', { count: news.count });
    case 'announced':
      return t('announcements.say', { text: news.text });
    case 'chat':
      return news.number === null ? t('chat.sayTeam') : t('chat.say', { number: news.number });
    case 'status':
      return t('say.status', { word: t(`status.words.${news.word}`) });
    default:
      return news satisfies never;
  }
}
