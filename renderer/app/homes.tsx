// The screens that fill the window, each put together from the features that stand on it.
import type { ReactNode } from 'react';
import { AnnouncementLine } from '../features/announcements/AnnouncementLine.tsx';
import { BellButton } from '../features/bell/BellButton.tsx';
import { WaitingMessage } from '../features/chat/WaitingMessage.tsx';
import { OpeningQuestion } from '../features/health/OpeningQuestion.tsx';
import { PersonChip } from '../features/person/PersonChip.tsx';
import { QueueScreen } from '../features/queue/QueueScreen.tsx';
import { SetupScreen } from '../features/setup/SetupScreen.tsx';
import { Banner } from '../features/status/Banner.tsx';
import { Failures, Notices, PauseBar } from '../features/status/Notices.tsx';
import { StatusPill } from '../features/status/StatusPill.tsx';
import { useNavigation, useView } from './hooks.ts';

type Props = { menu: ReactNode };

export function QueueHome({ menu }: Props) {
  const { open } = useNavigation();
  return (
    <QueueScreen
      bell={<BellButton />}
      person={<PersonChip />}
      status={<StatusPill />}
      menu={menu}
      bars={
        <>
          <OpeningQuestion />
          <Banner onConnect={() => open('setup')} />
          <PauseBar />
          <WaitingMessage />
          <Notices />
          <Failures />
        </>
      }
      line={<AnnouncementLine />}
      foot={<Restaurant />}
    />
  );
}

export function SetupHome({ menu }: Props) {
  return <SetupScreen bell={<BellButton onlyWhileRinging />} menu={menu} bars={<Notices />} />;
}

function Restaurant() {
  const name = useView((view) => view.restaurant?.name ?? '');
  return (
    <p>
      <bdi>{name}</bdi>
    </p>
  );
}
