import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../../api/session.ts';
import { useSignOut } from '../../../api/use-sign-out.ts';
import { ActButton } from '../../../ui/act-button.tsx';
import { Answer } from '../../../ui/answer.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { When } from '../../../ui/when.tsx';
import css from './account.module.css';
import { MyRoles } from './my-roles.tsx';
import { MyTokens } from './my-tokens.tsx';
import { PasswordForm } from './password-form.tsx';

/** Who is signed in: their roles, their tokens, their password, and the way out. */
export function AccountPage() {
  const { t } = useTranslation();
  const [isSet, setIsSet] = useState(false);
  const query = useQuery(meQuery());
  const leave = useSignOut();
  return (
    <Page
      title={t('place.account')}
      what={t('account.what')}
      of="both"
      action={
        <ActButton
          variant="default"
          busy={leave.isPending}
          busyLabel={t('account.signingOut')}
          onClick={() => leave.mutate()}
        >
          {t('bar.signOut')}
        </ActButton>
      }
    >
      {leave.error && <ProblemNotice error={leave.error} />}
      <Answer query={query}>
        {(me) => (
          <>
            <Section title={t('account.who')}>
              <Facts
                list={[
                  [t('account.name'), <strong key="name">{me.name}</strong>],
                  [t('account.ends'), <When key="ends" at={me.expiresAt} ahead />],
                ]}
              />
            </Section>
            <Section title={t('account.roles')} help={t('account.rolesHelp')}>
              <MyRoles me={me} />
            </Section>
            <MyTokens />
            <Section
              title={t('account.password')}
              help={t(me.hasPassword ? 'account.passwordHelp' : 'account.noPasswordHelp')}
            >
              {isSet && (
                <p className={css.done} role="status">
                  {t('password.done')}
                </p>
              )}
              <PasswordForm
                hasPassword={me.hasPassword}
                onSet={() => {
                  setIsSet(true);
                  void query.refetch();
                }}
              />
            </Section>
          </>
        )}
      </Answer>
    </Page>
  );
}
