import type { Project, Token } from '@tandem/data-model/contract';
import type { UseMutationResult } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actColumn } from '../../../ui/act-column.tsx';
import { DataGrid, type GridColumn } from '../../../ui/data-grid.tsx';
import { EmptyPlace } from '../../../ui/empty-place.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { When } from '../../../ui/when.tsx';
import { RemoveByName } from '../remove-by-name.tsx';

/** The tokens there are and were, each with the way to end it. */
export function TokenList({
  tokens,
  projects,
  revoke,
}: {
  readonly tokens: readonly Token[];
  readonly projects: readonly Project[] | null;
  readonly revoke: UseMutationResult<null, Error, string>;
}) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<Token | null>(null);
  const columns = useMemo((): GridColumn<Token>[] => {
    const limit: GridColumn<Token> = projects
      ? {
          id: 'project',
          title: t('token.project'),
          cell: ({ projectId }) =>
            projectId === null
              ? t('token.anyProject')
              : (projects.find(({ id }) => id === projectId)?.name ?? projectId),
        }
      : { id: 'role', title: t('token.role'), cell: ({ role }) => role && t(`role.${role}`) };
    return [
      { id: 'name', title: t('token.name'), sort: ({ name }) => name, cell: ({ name }) => name },
      { id: 'state', title: t('token.state'), cell: (it) => <StateMark state={stateOf(it)} /> },
      limit,
      {
        id: 'scopes',
        title: t('token.scopes'),
        cell: ({ scopes }) => scopes.map((it) => t(`right.${it}`)).join(', '),
      },
      { id: 'created', title: t('token.created'), cell: ({ createdAt }) => <When at={createdAt} /> },
      { id: 'expires', title: t('token.expires'), cell: ({ expiresAt }) => <When at={expiresAt} ahead /> },
      actColumn<Token>({
        title: t('token.revoke'),
        named: ({ name }) => t('token.revokeNamed', { name }),
        onAct: setLeaving,
        offered: (it) => stateOf(it) === 'active',
      }),
    ];
  }, [t, projects]);
  if (tokens.length === 0) return <EmptyPlace of="both" title={t('token.none')} next={t('token.noneNext')} />;
  return (
    <>
      <DataGrid middle label={t('token.list')} columns={columns} rows={tokens} idOf={({ id }) => id} />
      {leaving && (
        <RemoveByName
          name={leaving.name}
          title={t('token.revokeTitle')}
          consequence={t('token.revokeWhat', { name: leaving.name })}
          actLabel={t('token.revoke')}
          busyLabel={t('token.revoking')}
          act={revoke}
          argument={leaving.id}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}

const stateOf = ({ revokedAt, expiresAt }: Token) =>
  revokedAt !== null ? 'revoked' : Date.parse(expiresAt) <= Date.now() ? 'expired' : 'active';
