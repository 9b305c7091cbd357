import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { profilesQuery, projectsQuery } from '../../api/projects.ts';
import { useActOn } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { LineForm } from '../../ui/line-form.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';

/** A new project of a domain, of one of its profiles; its page shows how it is provisioned. */
export function CreateProject({ domainId }: { readonly domainId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: profiles = [] } = useQuery(profilesQuery(domainId));
  const [name, setName] = useState('');
  const [catalogName, setCatalogName] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const profileId = chosen ?? profiles[0]?.id ?? null;
  const create = useActOn(
    [projectsQuery().queryKey],
    (profileId: string) => client.createProject({ body: { domainId, profileId, name, catalogName } }),
    ({ id }) => void navigate({ to: '/projects/$projectId/settings', params: { projectId: id } }),
  );
  if (profiles.length === 0) return null;
  const isWhole = name.trim() !== '' && catalogName.trim() !== '' && profileId !== null;
  return (
    <Section title={t('domainProjects.create')} help={t('domainProjects.createHelp')}>
      <LineForm label={t('domainProjects.create')} onSubmit={() => profileId && create.mutate(profileId)}>
        <TextInput
          label={t('projects.name')}
          value={name}
          autoComplete="off"
          required
          onChange={(it) => setName(it.currentTarget.value)}
        />
        <TextInput
          label={t('projects.catalog')}
          placeholder={t('projects.catalogHelp')}
          value={catalogName}
          autoComplete="off"
          required
          onChange={(it) => setCatalogName(it.currentTarget.value)}
        />
        <Select
          label={t('settings.profile')}
          data={profiles.map(({ id, name }) => ({ value: id, label: name }))}
          value={profileId}
          onChange={setChosen}
          allowDeselect={false}
        />
        <ActButton type="submit" busy={create.isPending} busyLabel={t('projects.creating')} disabled={!isWhole}>
          {t('projects.create')}
        </ActButton>
      </LineForm>
      {create.error && <ProblemNotice error={create.error} />}
    </Section>
  );
}
