import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Project } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { teardownPlanQuery } from '../../api/teardowns.ts';
import { useActOn } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { Holdings } from '../../ui/holdings.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Section } from '../../ui/page.tsx';

/** Deletes a project: first what would go, place by place; then its name, typed; then the deletion, watched. */
export function DeleteProject({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const [isLooking, setLooking] = useState(false);
  const isGoing = project.state === 'deleting';
  return (
    <Section title={t('deletion.title')} help={t('deletion.help')}>
      {isGoing ? (
        <div>
          <ButtonLink
            variant="default"
            to="/domains/$domainId/projects"
            params={{ domainId: project.domainId }}
            search={{ project: project.id }}
          >
            {t('deletion.watch')}
          </ButtonLink>
        </div>
      ) : isLooking ? (
        <Plan project={project} />
      ) : (
        <div>
          <Button variant="default" onClick={() => setLooking(true)}>
            {t('deletion.look')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Plan({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const query = useQuery(teardownPlanQuery(project.id));
  const remove = useActOn(
    // Not what is of the project itself: it may be gone by now.
    [keys.projects, keys.teardowns],
    () => client.deleteProject({ params: { projectId: project.id }, query: { confirm: project.name } }),
    ({ id, domainId }) =>
      void navigate({ to: '/domains/$domainId/projects', params: { domainId }, search: { teardown: id } }),
  );
  return (
    <Answer query={query}>
      {(plan) => (
        <>
          <p>{t('deletion.plan', { size: bytes(plan.bytes) })}</p>
          <Holdings label={t('deletion.goes')} steps={plan.steps} found={plan.steps.flatMap((it) => it.holdings)} />
          <div>
            <Button
              variant="default"
              color="bad"
              leftSection={<IconTrash size={15} aria-hidden />}
              onClick={() => setAsking(true)}
            >
              {t('deletion.act')}
            </Button>
          </div>
          <ConfirmByName
            opened={isAsking}
            name={plan.name}
            title={t('deletion.confirmTitle', { name: plan.name })}
            consequence={t('deletion.confirm', { size: bytes(plan.bytes) })}
            instruction={t('deletion.type', { name: plan.name })}
            actLabel={t('deletion.act')}
            busyLabel={t('deletion.acting')}
            busy={remove.isPending}
            error={remove.error}
            onAct={() => remove.mutate(undefined)}
            onClose={() => {
              remove.reset();
              setAsking(false);
            }}
          />
        </>
      )}
    </Answer>
  );
}
