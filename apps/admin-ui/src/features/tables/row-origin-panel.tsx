import { CloseButton } from '@mantine/core';
import type { RowOrigin } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { rowOriginQuery } from '../../api/tables.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import css from './row-origin-panel.module.css';

/** Where a row comes from: the file and line that last wrote it, and the load that read them. */
export function RowOriginPanel({
  projectId,
  table,
  rowKey,
  onClose,
}: {
  readonly projectId: string;
  readonly table: string;
  readonly rowKey: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const query = useQuery(rowOriginQuery(projectId, table, rowKey));
  const title = t('tables.originOf', { key: rowKey });
  return (
    <section className={css.panel} aria-label={title} aria-live="polite">
      <header>
        <h3>{title}</h3>
        <CloseButton size="sm" aria-label={t('tables.originClose')} onClick={onClose} />
      </header>
      <Answer query={query}>
        {({ written }) =>
          written ? <Written projectId={projectId} written={written} /> : <p>{t('tables.originUnknown')}</p>
        }
      </Answer>
    </section>
  );
}

function Written({
  projectId,
  written: { loadId, file, line, sha256 },
}: {
  readonly projectId: string;
  readonly written: NonNullable<RowOrigin['written']>;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <>
      <p className={css.place}>
        <code>
          {file}:{line}
        </code>
        <CopyButton text={`${file}:${line}`} />
      </p>
      <p>{t('tables.originLine', { line: number(line) })}</p>
      {sha256 && (
        <p className={css.hash}>
          {t('tables.originHash')} <code title={sha256}>{sha256.slice(0, 12)}</code> <CopyButton text={sha256} />
        </p>
      )}
      <p>
        <Link to="/projects/$projectId/files" params={{ projectId }} search={{ load: loadId }}>
          {t('tables.originLoad')}
        </Link>
      </p>
    </>
  );
}
