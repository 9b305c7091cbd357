import { Select } from '@mantine/core';
import { type Operation, operations } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { permissionQuery } from '../../../api/people.ts';
import { projectsQuery } from '../../../api/projects.ts';
import { Answer } from '../../../ui/answer.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import { Section } from '../../../ui/page.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { MemberSelect } from '../member-select.tsx';
import css from '../people.module.css';

const byId: Readonly<Record<string, Operation>> = operations;
const tags = [...new Set(Object.values(byId).map(({ tag }) => tag))];
const choices = tags.map((tag) => ({
  group: tag,
  items: Object.values(byId)
    .filter((it) => it.tag === tag)
    .map(({ id }) => ({ value: id, label: id })),
}));

/** Whether a user may make a call, and by which rule; the question stands in the address. */
export function MayThey({ domainId }: { readonly domainId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const asked = useSearch({ from: '/signed-in/outside/domains/$domainId/people' });
  const { user, operation, project } = asked;
  const { data: projects = [] } = useQuery(projectsQuery());
  const isOnProject = operation !== undefined && byId[operation]?.access === 'project';
  const ask = (change: { user?: string | null; operation?: string | null; project?: string | null }) => {
    const next = { user, operation, project, ...change };
    void navigate({
      to: '/domains/$domainId/people',
      params: { domainId },
      search: {
        part: 'permission',
        ...(next.user ? { user: next.user } : {}),
        ...(next.operation ? { operation: next.operation } : {}),
        ...(next.project ? { project: next.project } : {}),
      },
      replace: true,
    });
  };
  return (
    <Section title={t('people.part.permission')} help={t('permission.help')}>
      <LineForm label={t('people.part.permission')} onSubmit={() => undefined}>
        <MemberSelect domainId={domainId} value={user ?? null} onChoose={(it) => ask({ user: it })} />
        <Select
          label={t('permission.operation')}
          data={choices}
          value={operation ?? null}
          searchable
          clearable
          renderOption={({ option }) => (
            <span className={css.option}>
              <code>{option.label}</code>
              <small lang="en">{byId[option.value]?.summary}</small>
            </span>
          )}
          comboboxProps={{ width: 420, position: 'bottom-start' }}
          onChange={(it) => ask({ operation: it })}
        />
        <Select
          label={t('permission.project')}
          placeholder={t('permission.noProject')}
          data={projects.filter((it) => it.domainId === domainId).map(({ id, name }) => ({ value: id, label: name }))}
          value={project ?? null}
          clearable
          onChange={(it) => ask({ project: it })}
        />
      </LineForm>
      {user && operation && (!isOnProject || project) ? (
        <Verdict domainId={domainId} userId={user} operationId={operation} projectId={project} />
      ) : (
        <p className={css.hint}>{t(user && operation ? 'permission.needsProject' : 'permission.next')}</p>
      )}
    </Section>
  );
}

function Verdict({
  domainId,
  userId,
  operationId,
  projectId,
}: {
  readonly domainId: string;
  readonly userId: string;
  readonly operationId: string;
  readonly projectId: string | undefined;
}) {
  const { t } = useTranslation();
  const query = useQuery(permissionQuery(domainId, { userId, operationId, ...(projectId ? { projectId } : {}) }));
  return (
    <Answer query={query}>
      {({ allowed, rule }) => (
        <section className={css.verdict} aria-label={t('permission.answer')} aria-live="polite">
          <StateMark state={allowed ? 'allowed' : 'denied'} />
          <p>
            {t('permission.rule')}: <span lang="en">{rule}</span>
          </p>
          <p className={css.hint} lang="en">
            {byId[operationId]?.summary}
          </p>
        </section>
      )}
    </Answer>
  );
}
