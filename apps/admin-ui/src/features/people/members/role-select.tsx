import { Select } from '@mantine/core';
import { Persona, ProjectRole } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import css from './members.module.css';

/** What somebody is in a project. With `name` it stands in their row, and says whose it is to a screen reader alone. */
export function RoleSelect({
  value,
  name,
  onChoose,
}: {
  readonly value: ProjectRole;
  readonly name?: string;
  readonly onChoose: (role: ProjectRole) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      className={name ? css.inRow : undefined}
      {...(name ? { 'aria-label': t('members.change', { name }) } : { label: t('members.role') })}
      data={ProjectRole.options.map((it) => ({ value: it, label: t(`role.${it}`) }))}
      value={value}
      allowDeselect={false}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      renderOption={({ option }) => (
        <span className={css.option}>
          {option.label}
          <small>{t(`roleHelp.${option.value as ProjectRole}`)}</small>
        </span>
      )}
      onChange={(it) => {
        const role = ProjectRole.options.find((known) => known === it);
        if (role && role !== value) onChoose(role);
      }}
    />
  );
}

/** Where somebody begins in a project. */
export function PersonaSelect({
  value,
  name,
  onChoose,
}: {
  readonly value: Persona | null;
  readonly name?: string;
  readonly onChoose: (persona: Persona | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <Select
      className={name ? css.inRow : undefined}
      {...(name ? { 'aria-label': t('members.changePersona', { name }) } : { label: t('members.persona') })}
      title={t('members.personaHelp')}
      placeholder={t('members.noPersona')}
      data={Persona.options.map((it) => ({ value: it, label: t(`persona.${it}`) }))}
      value={value}
      clearable
      onChange={(it) => onChoose(Persona.options.find((known) => known === it) ?? null)}
    />
  );
}
