import { Button, TextInput } from '@mantine/core';
import type { AuditVerification } from '@tandem/data-model/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { LineForm } from '../../ui/line-form.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import css from './audit.module.css';

/** Has the whole chain computed again, and where a number and its hash were noted elsewhere, holds them against it. */
export function Verification({ onOpen }: { readonly onOpen: (seq: number) => void }) {
  const { t } = useTranslation();
  const [seq, setSeq] = useState('');
  const [hash, setHash] = useState('');
  const verify = useMutation({
    mutationFn: () =>
      client.getAuditVerification(
        seq === '' && hash === '' ? {} : { query: { seq: Number(seq), hash: hash.trim().toLowerCase() } },
      ),
  });
  const isHalf = (seq === '') !== (hash.trim() === '');
  return (
    <Section title={t('audit.verify')} help={t('audit.verifyHelp')}>
      <LineForm label={t('audit.verify')} onSubmit={() => !isHalf && verify.mutate()}>
        <TextInput
          label={t('audit.notedSeq')}
          inputMode="numeric"
          value={seq}
          autoComplete="off"
          onChange={(it) => setSeq(it.currentTarget.value.replace(/\D/g, ''))}
        />
        <TextInput
          label={t('audit.notedHash')}
          value={hash}
          autoComplete="off"
          spellCheck={false}
          error={isHalf ? t('audit.both') : null}
          onChange={(it) => setHash(it.currentTarget.value)}
        />
        <ActButton type="submit" busy={verify.isPending} busyLabel={t('audit.verifying')} disabled={isHalf}>
          {t('audit.verifyAct')}
        </ActButton>
      </LineForm>
      {verify.error && <ProblemNotice error={verify.error} />}
      {verify.data && <Result result={verify.data} onOpen={onOpen} />}
    </Section>
  );
}

function Result({
  result: { intact, events, head, broken },
  onOpen,
}: {
  readonly result: AuditVerification;
  readonly onOpen: (seq: number) => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <div className={css.verdict} role="status" data-intact={intact}>
      <StateMark state={intact ? 'intact' : 'broken'} />
      {broken ? (
        <>
          <p>
            {t('audit.broken', { seq: number(broken.seq), right: number(events) })} <span lang="en">{broken.why}</span>
          </p>
          <div>
            <Button variant="default" onClick={() => onOpen(broken.seq)}>
              {t('audit.openBroken')}
            </Button>
          </div>
        </>
      ) : (
        <p>{t('audit.intact', { count: events, shown: number(events) })}</p>
      )}
      <p className={css.copied}>
        {t('audit.head', { seq: number(head.seq) })} <code>{head.hash}</code>
        <CopyButton text={`${head.seq} ${head.hash}`} label={t('audit.copyHead')} />
      </p>
    </div>
  );
}
