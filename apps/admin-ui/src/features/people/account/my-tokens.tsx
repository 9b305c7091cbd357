import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { projectsQuery } from '../../../api/projects.ts';
import { personalTokensQuery } from '../../../api/tokens.ts';
import { useActOn } from '../../../api/use-act.ts';
import type { NewToken } from '../tokens/new-token.tsx';
import { TokenSection } from '../tokens/token-section.tsx';

/** Tokens that act for whoever is signed in. */
export function MyTokens() {
  const { t } = useTranslation();
  const query = useQuery(personalTokensQuery());
  const { data: projects = [] } = useQuery(projectsQuery());
  const create = useActOn([keys.tokens], ({ name, scopes, days, projectId }: NewToken) =>
    client.createPersonalToken({ body: { name, scopes: [...scopes], days, projectId } }),
  );
  const revoke = useActOn([keys.tokens], (tokenId: string) => client.revokePersonalToken({ params: { tokenId } }));
  return (
    <TokenSection
      title={t('token.mine')}
      help={t('token.mineHelp')}
      query={query}
      create={create}
      revoke={revoke}
      projects={projects}
    />
  );
}
