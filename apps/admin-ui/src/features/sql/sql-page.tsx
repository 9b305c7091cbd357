import { Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { queryLimits } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sharedTablesQuery } from '../../api/access.ts';
import { starQuery } from '../../api/star.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';
import { ComputePart } from './compute-part.tsx';
import { Elapsed } from './elapsed.tsx';
import { errorPlace } from './error-place.ts';
import { QueryResult } from './query-result.tsx';
import { RecentMenu } from './recent-menu.tsx';
import { keepSession, readSession, withQuery } from './recent-queries.ts';
import type { EditorHandle, Mark } from './sql-editor.tsx';
import css from './sql-page.module.css';
import { type StarTables, starTables } from './star-tables.ts';
import { TableTree } from './table-tree.tsx';
import { type QueryRun, useQueryRun } from './use-query-run.ts';

/** Questions in SQL to what the last load left, and the processes that answer. */
export function SqlPage() {
  const { t } = useTranslation();
  const { number, bytes } = useFormat();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const star = useQuery(starQuery(projectId));
  const limits = {
    seconds: number(queryLimits.deadlineMs / 1000),
    rows: number(queryLimits.rows),
    cells: number(queryLimits.cells),
    bytes: bytes(queryLimits.bytes),
  };
  return (
    <Page title={t('place.sql')} what={t('sql.what')} well={t('sql.limits', limits)} of="data">
      <Answer query={star}>{(it) => <Workbench key={projectId} projectId={projectId} star={it} />}</Answer>
      <ComputePart projectId={projectId} />
    </Page>
  );
}

function Workbench({
  projectId,
  star,
}: {
  readonly projectId: string;
  readonly star: Parameters<typeof starTables>[0];
}) {
  const tables = useMemo(() => starTables(star), [star]);
  const { data: shared = [] } = useQuery(sharedTablesQuery(projectId));
  const editor = useRef<EditorHandle>(null);
  return (
    <Beside
      wide="detail"
      list={<TableTree tables={tables} shared={shared} onInsert={(name) => editor.current?.insert(name)} />}
      detail={<Ask projectId={projectId} tables={tables} editor={editor} />}
    />
  );
}

function Ask({
  projectId,
  tables,
  editor,
}: {
  readonly projectId: string;
  readonly tables: StarTables;
  readonly editor: React.RefObject<EditorHandle | null>;
}) {
  const { t } = useTranslation();
  const [{ draft, recent }, setSession] = useState(() => readSession(projectId));
  const [isPart, setIsPart] = useState(false);
  const query = useQueryRun(projectId, (sql, rows) =>
    setSession((it) => ({ ...it, recent: withQuery(it.recent, { sql, at: new Date().toISOString(), rows }) })),
  );
  const mark = useMark(query.failure);
  const start = draft ?? firstQuery(tables);
  const run = () => {
    // The editor may still be on its way, with the text that it will begin with.
    const statement = editor.current?.statement() ?? { sql: start, from: 0 };
    if (statement.sql.trim() !== '') query.run(statement);
  };
  useEffect(() => keepSession(projectId, { draft, recent }), [projectId, draft, recent]);
  return (
    <>
      <div className={css.ask}>
        <Suspense fallback={<SkeletonBlock height={170} />}>
          <SqlEditor
            ref={editor}
            start={start}
            tables={tables}
            mark={mark}
            label={t('sql.editor')}
            hint={t('sql.hint')}
            onChange={(text) => setSession((it) => ({ ...it, draft: text }))}
            onSelect={setIsPart}
            onRun={run}
          />
        </Suspense>
        <div className={css.tools}>
          <Button
            leftSection={<IconPlayerPlay size={15} aria-hidden />}
            rightSection={<kbd className={css.keys}>{isMac ? '⌘↵' : 'Ctrl ↵'}</kbd>}
            disabled={query.since !== undefined}
            onClick={run}
          >
            {isPart ? t('sql.runPart') : t('sql.run')}
          </Button>
          <RecentMenu recent={recent} onChoose={(sql) => editor.current?.replace(sql)} />
          <State query={query} />
        </div>
      </div>
      {query.failure && <ProblemNotice error={query.failure.error} />}
      {query.answer && (
        <QueryResult
          reply={query.answer.reply}
          isOld={query.failure !== undefined || query.isCancelled || query.since !== undefined}
        />
      )}
    </>
  );
}

/** How long the query has run, with the way to end it; or that it was ended. */
function State({ query: { since, isCancelled, cancel } }: { readonly query: QueryRun }) {
  const { t } = useTranslation();
  return (
    <div className={css.state} role="status">
      {since !== undefined && (
        <>
          <span>
            {t('state.running')} <Elapsed since={since} />
          </span>
          <Button variant="default" leftSection={<IconPlayerStop size={15} aria-hidden />} onClick={cancel}>
            {t('word.cancel')}
          </Button>
        </>
      )}
      {isCancelled && <span>{t('sql.cancelled')}</span>}
    </div>
  );
}

function useMark(failure: QueryRun['failure']): Mark | undefined {
  return useMemo(() => {
    const place = failure && errorPlace(failure.error);
    if (!place) return undefined;
    const message = failure.error instanceof Error ? failure.error.message : '';
    return { statement: failure.statement, place, message };
  }, [failure]);
}

/** What the editor begins with: something that runs, of the table that is asked about most. */
const firstQuery = ({ tables }: StarTables): string => `select *\nfrom ${tables[0]?.name}\nlimit 100`;

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

const SqlEditor = lazy(() => import('./sql-editor.tsx').then((it) => ({ default: it.SqlEditor })));
