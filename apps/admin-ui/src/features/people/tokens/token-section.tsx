import type { Project, Token } from '@tandem/data-model/contract';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../../ui/answer.tsx';
import { Section } from '../../../ui/page.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { SecretOnce } from '../../../ui/secret-once.tsx';
import { type NewToken, NewTokenForm } from './new-token.tsx';
import { TokenList } from './token-list.tsx';

/** Tokens of one owner: the form for a new one, its secret while it is new, and all there are. */
export function TokenSection({
  title,
  help,
  query,
  create,
  revoke,
  projects,
}: {
  readonly title: string;
  readonly help: string;
  readonly query: UseQueryResult<Token[]>;
  readonly create: UseMutationResult<{ token: Token; secret: string }, Error, NewToken>;
  readonly revoke: UseMutationResult<null, Error, string>;
  /** What a person's token may be limited to; null for a service's, which has a role instead. */
  readonly projects: readonly Project[] | null;
}) {
  const { t } = useTranslation();
  return (
    <Section title={title} help={help}>
      <NewTokenForm
        // Empty again once a token was made.
        key={create.data?.token.id}
        projects={projects}
        busy={create.isPending}
        onCreate={(it) => create.mutate(it)}
      />
      {create.error && <ProblemNotice error={create.error} />}
      {create.data && (
        <SecretOnce
          title={t('token.made', { name: create.data.token.name })}
          secret={create.data.secret}
          copyLabel={t('token.copy')}
          note={t('token.use')}
          onClose={create.reset}
        />
      )}
      <Answer query={query}>{(tokens) => <TokenList tokens={tokens} projects={projects} revoke={revoke} />}</Answer>
    </Section>
  );
}
