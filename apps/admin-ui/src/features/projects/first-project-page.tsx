import { Select, TextInput } from '@mantine/core';
import { type Domain, type Project, regions } from '@tandem/data-model/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { domainsQuery, projectsQuery } from '../../api/projects.ts';
import { meQuery } from '../../api/session.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import css from './first-project-page.module.css';

/** Where no project is in reach: the way to the first one for whoever may make it, else what has to happen. */
export function FirstProjectPage() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery());
  const isTheirs = me && (me.isAdministrator || me.grants.some(({ role }) => role === 'domain-owner'));
  if (isTheirs) return <FirstProject />;
  return (
    <Page title={t('place.projects')} what={t('projects.noneNext')} of="both">
      <EmptyPlace of="both" title={t('projects.noneOfMine')} next={t('projects.noneOfMineNext')}>
        <ButtonLink to="/account" variant="default">
          {t('place.account')}
        </ButtonLink>
      </EmptyPlace>
    </Page>
  );
}

/** A fresh installation without a project: makes the domain, the profile and the project that `npm start` would make. */
function FirstProject() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [name, setName] = useState('SalesForecastingProject');
  const [catalogName, setCatalogName] = useState('sales-forecasting-catalog');
  const [region, setRegion] = useState<Domain['region']>('eu-central-1');
  const create = useMutation({
    mutationFn: () => createFirstProject(name, catalogName, region),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: projectsQuery().queryKey });
      await queryClient.invalidateQueries({ queryKey: domainsQuery().queryKey });
      await navigate({ to: '/projects/$projectId', params: { projectId: id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Page title={t('projects.none')} what={t('projects.noneNext')} of="both">
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label={t('projects.name')}
          value={name}
          onChange={(it) => setName(it.currentTarget.value)}
          required
        />
        <TextInput
          label={t('projects.catalog')}
          description={t('projects.catalogHelp')}
          value={catalogName}
          onChange={(it) => setCatalogName(it.currentTarget.value)}
          required
        />
        <Select
          label={t('projects.region')}
          data={[...regions]}
          value={region}
          onChange={(it) => setRegion(regions.find((known) => known === it) ?? region)}
          allowDeselect={false}
        />
        {create.error && <ProblemNotice error={create.error} />}
        <ActButton type="submit" busy={create.isPending} busyLabel={t('projects.creating')}>
          {t('projects.create')}
        </ActButton>
      </form>
    </Page>
  );
}

/** Takes the domain and profile that are there, so that a second try after a failure goes on where it stopped. */
async function createFirstProject(name: string, catalogName: string, region: Domain['region']): Promise<Project> {
  const { domains } = await client.listDomains();
  const domain = domains[0] ?? (await client.createDomain({ body: { name: 'Retail', region } }));
  const params = { domainId: domain.id };
  const { projectProfiles } = await client.listProjectProfiles({ params });
  const profile =
    projectProfiles[0] ??
    (await client.createProjectProfile({
      params,
      body: {
        name: 'Data Analytics and AI-ML Model Development',
        blueprints: [
          { blueprint: 'Tooling', parameters: {} },
          { blueprint: 'RedshiftServerless', parameters: { redshiftBaseCapacity: 8 } },
          { blueprint: 'MLExperiments', parameters: {} },
        ],
      },
    }));
  return client.createProject({ body: { domainId: domain.id, profileId: profile.id, name, catalogName } });
}
