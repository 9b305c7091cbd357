import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type QueryReply, queryCsv } from '@tandem/data-model/contract';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../charts/save-file.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/page.tsx';
import css from './query-result.module.css';
import { ResultGrid } from './result-grid.tsx';

/** Spreadsheets of some countries read UTF-8 only behind this mark. */
const byteOrderMark = '\uFEFF';

/** An answer: how much of it there is, what cut it off, its rows, and the way to take it along. */
export function QueryResult({ reply, isOld }: { readonly reply: QueryReply; readonly isOld: boolean }) {
  const { t } = useTranslation();
  const { number, duration } = useFormat();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { columns, rows, truncated, elapsedMs, loadId } = reply;
  const save = () => saveFile('query.csv', 'text/csv;charset=utf-8', byteOrderMark + queryCsv(reply));
  return (
    <Section
      title={isOld ? t('sql.resultBefore') : t('sql.result')}
      help={
        <>
          {t('sql.answer', { rows: number(rows.length), time: duration(elapsedMs / 1000) })}{' '}
          {loadId === null ? (
            t('sql.ofOthers')
          ) : (
            <Link className={css.load} to="/projects/$projectId/files" params={{ projectId }} search={{ load: loadId }}>
              {t('sql.ofLoad')}
            </Link>
          )}
        </>
      }
      tools={
        <Button
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          title={t('sql.csvHelp')}
          onClick={save}
        >
          {t('sql.csv')}
        </Button>
      }
    >
      {truncated && <Notice>{t(`sql.cut.${truncated}`, { rows: number(rows.length) })}</Notice>}
      {rows.length === 0 ? (
        <p className={css.none}>{t('sql.noRows', { columns: columns.map(({ name }) => name).join(', ') })}</p>
      ) : (
        <ResultGrid reply={reply} />
      )}
    </Section>
  );
}
