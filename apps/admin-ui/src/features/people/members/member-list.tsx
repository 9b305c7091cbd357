import { type Member, type Persona, ProjectRole } from '@tandem/data-model/contract';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { useAct } from '../../../api/use-act.ts';
import { actColumn } from '../../../ui/act-column.tsx';
import { DataGrid, type GridColumn } from '../../../ui/data-grid.tsx';
import { EmptyPlace } from '../../../ui/empty-place.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { When } from '../../../ui/when.tsx';
import { MemberName } from '../member-name.tsx';
import { RemoveByName } from '../remove-by-name.tsx';
import { PersonaSelect, RoleSelect } from './role-select.tsx';

/** The members, each with role and persona; to whom the project is theirs, as fields. */
export function MemberList({
  projectId,
  members,
  isTheirs,
}: {
  readonly projectId: string;
  readonly members: readonly Member[];
  readonly isTheirs: boolean;
}) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<Member | null>(null);
  const { mutate: set, error } = useAct(projectId, ({ memberId, role, persona }: Change) =>
    client.setMember({ params: { projectId, memberId }, body: { role, persona } }),
  );
  const remove = useAct(projectId, (memberId: string) => client.removeMember({ params: { projectId, memberId } }));
  const columns = useMemo((): GridColumn<Member>[] => {
    const shown: GridColumn<Member>[] = [
      { id: 'name', title: t('people.name'), sort: ({ name }) => name, cell: (it) => <MemberName member={it} /> },
      {
        id: 'role',
        title: t('members.role'),
        sort: ({ role }) => role,
        cell: ({ memberId, name, persona, ...it }) => {
          const role = ProjectRole.safeParse(it.role).data;
          return isTheirs && role ? (
            <RoleSelect value={role} name={name} onChoose={(role) => set({ memberId, persona, role })} />
          ) : (
            t(`role.${it.role}`)
          );
        },
      },
      {
        id: 'persona',
        title: t('members.persona'),
        help: t('members.personaHelp'),
        cell: ({ memberId, name, persona, ...it }) => {
          const role = ProjectRole.safeParse(it.role).data;
          if (!isTheirs || !role) return persona ? t(`persona.${persona}`) : t('members.noPersona');
          return <PersonaSelect value={persona} name={name} onChoose={(persona) => set({ memberId, persona, role })} />;
        },
      },
      { id: 'since', title: t('people.since'), cell: ({ createdAt }) => <When at={createdAt} /> },
    ];
    const act = actColumn<Member>({
      title: t('members.remove'),
      named: ({ name }) => t('members.removeNamed', { name }),
      onAct: setLeaving,
    });
    return isTheirs ? [...shown, act] : shown;
  }, [t, isTheirs, set]);
  if (members.length === 0) return <EmptyPlace of="both" title={t('members.none')} next={t('members.noneNext')} />;
  return (
    <>
      {error && <ProblemNotice error={error} />}
      <DataGrid middle label={t('place.members')} columns={columns} rows={members} idOf={({ memberId }) => memberId} />
      {leaving && (
        <RemoveByName
          name={leaving.name}
          title={t('members.removeTitle', { name: leaving.name })}
          consequence={t('members.removeWhat', { name: leaving.name })}
          actLabel={t('members.remove')}
          busyLabel={t('members.removing')}
          act={remove}
          argument={leaving.memberId}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}

interface Change {
  readonly memberId: string;
  readonly role: ProjectRole;
  readonly persona: Persona | null;
}
