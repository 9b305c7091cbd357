import { Button } from '@mantine/core';
import { type AuditEvent, type Operation, operations } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type AuditAsked, auditEventQuery } from '../../api/audit.ts';
import { projectsQuery } from '../../api/projects.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Detail } from '../../ui/detail.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Facts } from '../../ui/facts.tsx';
import css from './audit.module.css';
import { ChangeTable } from './change-table.tsx';
import { SubjectName } from './subject-name.tsx';

const byId: Readonly<Record<string, Operation>> = operations;

/** One event: who did it by which call, and what changed. */
export function EventDetail({
  domainId,
  seq,
  onAsk,
  onClose,
}: {
  readonly domainId: string | undefined;
  readonly seq: number;
  readonly onAsk: (asked: AuditAsked) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const query = useQuery(auditEventQuery(domainId, seq));
  return (
    <Detail title={t('audit.event', { seq: number(seq) })} onClose={onClose}>
      <Answer query={query}>
        {(event) =>
          event === null ? (
            <EmptyPlace of="both" title={t('audit.noEvent')} next={t('audit.noEventNext')} />
          ) : (
            <>
              <Said event={event} />
              <h3>{t('audit.changes')}</h3>
              <ChangeTable changes={event.changes} />
              <div className={css.ways}>
                <Button variant="default" onClick={() => onAsk({ request: event.requestId })}>
                  {t('audit.sameRequest')}
                </Button>
                <Button variant="default" onClick={() => onAsk({ subject: event.subject.id })}>
                  {t('audit.sameSubject')}
                </Button>
              </div>
            </>
          )
        }
      </Answer>
    </Detail>
  );
}

function Said({ event }: { readonly event: AuditEvent }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const { data: projects = [] } = useQuery(projectsQuery());
  const { at, actor, onBehalfOf, operation, requestId, action, subject, projectId, hash } = event;
  const project = projects.find(({ id }) => id === projectId);
  const called = ({ kind, name }: AuditEvent['actor']) => `${name} (${t(`audit.actor.${kind}`)})`;
  return (
    <Facts
      list={[
        [t('audit.at'), <time key="at" dateTime={at}>{`${instant(Date.parse(at))}`}</time>],
        [t('audit.who'), called(actor)],
        [t('audit.behalf'), onBehalfOf && called(onBehalfOf)],
        [
          t('audit.what'),
          <span key="what">
            {t(`audit.action.${action}`)} <SubjectName subject={subject} />
          </span>,
        ],
        [t('audit.subject'), <Copied key="subject" text={subject.id} />],
        [
          t('audit.operation'),
          <span key="operation">
            <code>{operation}</code>
            {byId[operation] && (
              <small className={css.summary} lang="en">
                {byId[operation].summary}
              </small>
            )}
          </span>,
        ],
        [
          t('audit.project'),
          projectId &&
            (project ? (
              <Link key="project" to="/projects/$projectId" params={{ projectId }}>
                {project.name}
              </Link>
            ) : (
              <code key="project">{projectId}</code>
            )),
        ],
        [t('audit.request'), <Copied key="request" text={requestId} />],
        [t('audit.hash'), <Copied key="hash" text={hash} />],
      ]}
    />
  );
}

const Copied = ({ text }: { readonly text: string }) => (
  <span className={css.copied}>
    <code>{text}</code>
    <CopyButton text={text} />
  </span>
);
