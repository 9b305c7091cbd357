import type { Table } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { tablesQuery } from '../../api/tables.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { StarDiagram } from './star-diagram.tsx';
import { TableList } from './table-list.tsx';
import { useTablesHead } from './use-tables-head.ts';

/** The star: which tables there are, how they refer to each other, and how many rows each has. */
export function TablesPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const query = useQuery(tablesQuery(projectId));
  const head = useTablesHead(query.data);
  return (
    <Page title={t('place.tables')} what={head.what} well={head.well} of="data">
      <Answer query={query}>
        {(tables) =>
          isEmpty(tables) ? (
            <EmptyPlace of="data" title={t('tables.none')} next={t('tables.noneNext')}>
              <ButtonLink to="/projects/$projectId/files" params={{ projectId }}>
                {t('tables.toFiles')}
              </ButtonLink>
            </EmptyPlace>
          ) : (
            <>
              <StarDiagram projectId={projectId} tables={tables} />
              <TableList projectId={projectId} tables={tables} />
            </>
          )
        }
      </Answer>
    </Page>
  );
}

const isEmpty = (tables: readonly Table[]) => tables.every(({ rows }) => rows === 0);
