import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { useDomainAct } from '../../../api/use-act.ts';
import { ActButton } from '../../../ui/act-button.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import { Section } from '../../../ui/page.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { SignInName } from '../../../ui/sign-in-name.tsx';
import { LinkOnce } from './link-once.tsx';

/** Adds a user to a domain, and gives the link to pass on. */
export function InviteUser({ domainId }: { readonly domainId: string }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const invite = useDomainAct(
    domainId,
    () =>
      client.inviteUser({
        params: { domainId },
        body: { name: name.trim().toLowerCase(), ...(displayName.trim() === '' ? {} : { displayName }) },
      }),
    () => {
      setName('');
      setDisplayName('');
    },
  );
  return (
    <Section title={t('users.invite')} help={t('users.inviteHelp')}>
      <LineForm label={t('users.invite')} onSubmit={() => invite.mutate(undefined)}>
        <SignInName
          label={t('users.name')}
          placeholder={t('users.namePlace')}
          value={name}
          autoComplete="off"
          onType={setName}
        />
        <TextInput
          label={t('users.displayName')}
          value={displayName}
          maxLength={64}
          autoComplete="off"
          onChange={(it) => setDisplayName(it.currentTarget.value)}
        />
        <ActButton type="submit" busy={invite.isPending} busyLabel={t('users.inviting')} disabled={name.trim() === ''}>
          {t('users.inviteAct')}
        </ActButton>
      </LineForm>
      {invite.error && <ProblemNotice error={invite.error} />}
      {invite.data && <LinkOnce invitation={invite.data} onClose={invite.reset} />}
    </Section>
  );
}
