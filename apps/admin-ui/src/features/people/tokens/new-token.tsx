import { NumberInput, Select, TextInput } from '@mantine/core';
import { type Project, ProjectRole, type Right, rights, rightsOf } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../ui/act-button.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import css from './tokens.module.css';

export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Right[];
  readonly days: number;
  readonly projectId: string | null;
  readonly role: ProjectRole;
}

/** As the API has it. */
const mostDays = 366;

/** What a new token is called, may do, and how long. */
export function NewTokenForm({
  projects,
  busy,
  onCreate,
}: {
  readonly projects: readonly Project[] | null;
  readonly busy: boolean;
  readonly onCreate: (it: NewToken) => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Right[]>(['read']);
  const [days, setDays] = useState(30);
  const [projectId, setProjectId] = useState<string | null>(null);
  const [role, setRole] = useState<ProjectRole>('viewer');
  const offered = projects ? rights : rightsOf[role];
  const given = offered.filter((it) => scopes.includes(it));
  const toggle = (it: Right) =>
    setScopes(scopes.includes(it) ? scopes.filter((other) => other !== it) : [...scopes, it]);
  return (
    <LineForm label={t('token.new')} onSubmit={() => onCreate({ name, scopes: given, days, projectId, role })}>
      <TextInput
        label={t('token.name')}
        placeholder={t('token.namePlace')}
        value={name}
        maxLength={64}
        required
        onChange={(it) => setName(it.currentTarget.value)}
      />
      {projects ? (
        <Select
          label={t('token.project')}
          placeholder={t('token.anyProject')}
          data={projects.map((it) => ({ value: it.id, label: it.name }))}
          value={projectId}
          clearable
          onChange={setProjectId}
        />
      ) : (
        <Select
          label={t('token.role')}
          data={ProjectRole.options.map((it) => ({ value: it, label: t(`role.${it}`) }))}
          value={role}
          allowDeselect={false}
          onChange={(it) => setRole(ProjectRole.options.find((known) => known === it) ?? role)}
        />
      )}
      <NumberInput
        className={css.days}
        label={t('token.days')}
        value={days}
        min={1}
        max={mostDays}
        allowDecimal={false}
        required
        onChange={(it) => setDays(Number(it) || 1)}
      />
      <fieldset className={css.scopes}>
        <legend>{t('token.scopes')}</legend>
        <div>
          {offered.map((it) => (
            <label key={it} title={t(`rightHelp.${it}`)}>
              <input type="checkbox" checked={scopes.includes(it)} onChange={() => toggle(it)} />
              {t(`right.${it}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <ActButton
        type="submit"
        busy={busy}
        busyLabel={t('token.creating')}
        disabled={given.length === 0 || name.trim() === ''}
      >
        {t('token.create')}
      </ActButton>
    </LineForm>
  );
}
