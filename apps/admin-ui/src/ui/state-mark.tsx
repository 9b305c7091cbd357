import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconMail,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStop,
  IconProgress,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from './state-mark.module.css';

/** Every state of a job, a step of the flow, an endpoint, a project or a process. */
export type State = keyof typeof looks;

const looks = {
  waiting: { icon: IconCircleDashed, tone: 'quiet' },
  next: { icon: IconPlayerPlay, tone: 'data' },
  queued: { icon: IconClock, tone: 'quiet' },
  running: { icon: IconProgress, tone: 'live' },
  creating: { icon: IconProgress, tone: 'live' },
  provisioning: { icon: IconProgress, tone: 'live' },
  deleting: { icon: IconProgress, tone: 'live' },
  succeeded: { icon: IconCircleCheck, tone: 'good' },
  done: { icon: IconCircleCheck, tone: 'good' },
  active: { icon: IconCircleCheck, tone: 'good' },
  'in-service': { icon: IconCircleCheck, tone: 'good' },
  failed: { icon: IconCircleX, tone: 'bad' },
  cancelled: { icon: IconPlayerStop, tone: 'quiet' },
  skipped: { icon: IconPlayerSkipForward, tone: 'quiet' },
  stopped: { icon: IconPlayerStop, tone: 'quiet' },
  invited: { icon: IconMail, tone: 'quiet' },
  disabled: { icon: IconBan, tone: 'bad' },
  expired: { icon: IconClock, tone: 'quiet' },
  revoked: { icon: IconBan, tone: 'quiet' },
  renewed: { icon: IconCircleCheck, tone: 'quiet' },
  approved: { icon: IconCircleCheck, tone: 'good' },
  rejected: { icon: IconBan, tone: 'bad' },
  allowed: { icon: IconCircleCheck, tone: 'good' },
  intact: { icon: IconCircleCheck, tone: 'good' },
  broken: { icon: IconCircleX, tone: 'bad' },
  current: { icon: IconCircleCheck, tone: 'good' },
  drifted: { icon: IconAlertTriangle, tone: 'warn' },
  ready: { icon: IconCircleCheck, tone: 'good' },
  resting: { icon: IconClock, tone: 'quiet' },
  empty: { icon: IconCircleDashed, tone: 'quiet' },
  missing: { icon: IconBan, tone: 'quiet' },
  away: { icon: IconCircleX, tone: 'bad' },
  untested: { icon: IconCircleDashed, tone: 'quiet' },
  denied: { icon: IconBan, tone: 'bad' },
  idle: { icon: IconCircleCheck, tone: 'good' },
} as const;

/** A state as icon and word, in its colour. */
export function StateMark({ state }: { readonly state: State }) {
  const { t } = useTranslation();
  const { icon: Icon, tone } = looks[state];
  return (
    <span className={css.mark} data-tone={tone}>
      <Icon size={15} stroke={2} aria-hidden />
      {t(`state.${state}`)}
    </span>
  );
}
