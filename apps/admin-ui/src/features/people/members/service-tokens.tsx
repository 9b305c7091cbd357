import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { serviceTokensQuery } from '../../../api/tokens.ts';
import { useAct } from '../../../api/use-act.ts';
import type { NewToken } from '../tokens/new-token.tsx';
import { TokenSection } from '../tokens/token-section.tsx';

/** Tokens of the services of a project. */
export function ServiceTokens({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const query = useQuery(serviceTokensQuery(projectId));
  const create = useAct(projectId, ({ name, scopes, days, role }: NewToken) =>
    client.createServiceToken({ params: { projectId }, body: { name, scopes: [...scopes], days, role } }),
  );
  const revoke = useAct(projectId, (tokenId: string) => client.revokeServiceToken({ params: { projectId, tokenId } }));
  return (
    <TokenSection
      title={t('token.ofServices')}
      help={t('token.ofServicesHelp')}
      query={query}
      create={create}
      revoke={revoke}
      projects={null}
    />
  );
}
