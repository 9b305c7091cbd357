import type { Member, Persona, Project, ProjectRole } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { useAct } from '../../../api/use-act.ts';
import { ActButton } from '../../../ui/act-button.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { MemberSelect } from '../member-select.tsx';
import { PersonaSelect, RoleSelect } from './role-select.tsx';

/** Adds a user or a group of the domain to a project. */
export function AddMember({ project, members }: { readonly project: Project; readonly members: readonly Member[] }) {
  const { t } = useTranslation();
  const [memberId, setMemberId] = useState<string | null>(null);
  const [role, setRole] = useState<ProjectRole>('viewer');
  const [persona, setPersona] = useState<Persona | null>(null);
  const add = useAct(
    project.id,
    (memberId: string) => client.setMember({ params: { projectId: project.id, memberId }, body: { role, persona } }),
    () => setMemberId(null),
  );
  return (
    <>
      <LineForm label={t('members.add')} onSubmit={() => memberId && add.mutate(memberId)}>
        <MemberSelect
          domainId={project.domainId}
          value={memberId}
          onChoose={setMemberId}
          groups
          without={members.map((it) => it.memberId)}
        />
        <RoleSelect value={role} onChoose={setRole} />
        <PersonaSelect value={persona} onChoose={setPersona} />
        <ActButton type="submit" busy={add.isPending} busyLabel={t('members.adding')} disabled={memberId === null}>
          {t('members.addAct')}
        </ActButton>
      </LineForm>
      {add.error && <ProblemNotice error={add.error} />}
    </>
  );
}
