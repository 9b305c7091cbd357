import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { signInMethodsQuery } from '../../api/session.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';

/** Leads to the identity provider of the installation, where it has one; back from there the page knows who it is. */
export function ProviderSignIn() {
  const { t } = useTranslation();
  const { data } = useQuery(signInMethodsQuery());
  const begin = useMutation({
    mutationFn: () => client.startSignIn(),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const name = data?.identityProvider?.name;
  if (!name) return null;
  return (
    <>
      {begin.error && <ProblemNotice error={begin.error} />}
      <ActButton
        size="sm"
        variant="default"
        busy={begin.isPending || begin.isSuccess}
        busyLabel={t('signIn.leaving', { name })}
        onClick={() => begin.mutate()}
      >
        {t('signIn.provider', { name })}
      </ActButton>
    </>
  );
}
