import { IconDownload } from '@tabler/icons-react';
import type { LoadReport, Reject } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { rejectedCsvUrl, rejectsPage, rejectsQuery } from '../../api/files.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { Pager } from '../../ui/pager.tsx';
import css from './reject-list.module.css';
import { countsByReason, useRejectWords } from './reject-words.ts';

/** The rows that a load refused: where each stands, what it says, why that does not fit, and what would mend it. */
export function RejectList({
  projectId,
  loadId,
  summary,
}: {
  readonly projectId: string;
  readonly loadId: string;
  readonly summary: LoadReport['rejects'];
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { reasonOf } = useRejectWords();
  const navigate = useNavigate({ from: '/projects/$projectId/files' });
  const { rejects: page = 1 } = useSearch({ from: '/signed-in/projects/$projectId/files' });
  const query = useQuery(rejectsQuery(projectId, loadId, (page - 1) * rejectsPage));
  const refused = summary.reduce((sum, it) => sum + it.count, 0);
  const turn = (next: number) => void navigate({ search: (it) => ({ ...it, rejects: next }), resetScroll: false });
  return (
    <div className={css.rejects}>
      <h3>{t('load.rejects')}</h3>
      {summary.length > 0 && (
        <ul className={css.summary}>
          {countsByReason(summary).map(({ reason, count }) => (
            <li key={reason}>
              <span>{number(count)}</span> {reasonOf(reason)}
            </li>
          ))}
        </ul>
      )}
      {summary.length > 0 && (
        <p className={css.again}>
          {t('load.correct')}
          {[...new Set(summary.map((it) => it.source))].map((source) => (
            <a
              key={source}
              href={rejectedCsvUrl(projectId, loadId, source)}
              download={`${loadId}-${source}.csv`}
              aria-label={t('load.rejectedCsv', { source })}
            >
              <IconDownload size={14} aria-hidden />
              {source}.csv
            </a>
          ))}
        </p>
      )}
      <Answer query={query}>
        {({ rejects, total }) =>
          total === 0 ? (
            <p className={css.none}>{t('load.noRejects')}</p>
          ) : (
            <>
              <ol className={css.list}>
                {rejects.map((it) => (
                  <Refused key={`${it.file}:${it.line}:${it.column}:${it.reason}`} reject={it} />
                ))}
              </ol>
              <Pager page={page} size={rejectsPage} total={total} onTurn={turn} />
              {refused > total && (
                <p className={css.none}>{t('load.firstListed', { listed: number(total), refused: number(refused) })}</p>
              )}
            </>
          )
        }
      </Answer>
    </div>
  );
}

function Refused({ reject }: { readonly reject: Reject }) {
  const { t } = useTranslation();
  const { reasonOf, mendOf } = useRejectWords();
  const { file, line, column, value, reason } = reject;
  return (
    <li>
      <p className={css.where}>
        <code>
          {file}:{line}
        </code>
        <code>{column}</code>
        {value === '' ? (
          <span className={css.value}>{t('load.empty')}</span>
        ) : (
          <code className={css.value}>{value}</code>
        )}
      </p>
      <p>{reasonOf(reason)}</p>
      <p className={css.mend}>{mendOf(reject)}</p>
    </li>
  );
}
