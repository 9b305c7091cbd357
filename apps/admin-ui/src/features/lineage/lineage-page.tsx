import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadsQuery } from '../../api/files.ts';
import { starQuery } from '../../api/star.ts';
import { lineageQuery } from '../../api/tables.ts';
import { modelsQuery } from '../../api/training.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';
import { ColumnLineage } from './column-lineage.tsx';
import { LineageDiagram } from './lineage-diagram.tsx';
import { lineageGraph } from './lineage-graph.ts';
import { LineageTable } from './lineage-table.tsx';

/** The way of the data, from files by sources and tables to the training frame and its models; of a table, column by column. */
export function LineagePage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { table } = useSearch({ from: '/signed-in/projects/$projectId/lineage' });
  const star = useQuery(starQuery(projectId));
  const { data: uploads } = useQuery(uploadsQuery(projectId));
  const { data: models } = useQuery(modelsQuery(projectId));
  const graph = useMemo(
    () => star.data && lineageGraph(star.data, uploads ?? [], models ?? []),
    [star.data, uploads, models],
  );
  return (
    <Page
      title={t('place.lineage')}
      what={t('lineage.what')}
      well={graph && t('lineage.well', { things: number(graph.nodes.length), ways: number(graph.edges.length) })}
      of="both"
    >
      <Answer query={star} skeleton={<SkeletonBlock height={240} />}>
        {() =>
          graph && (
            <>
              <LineageDiagram projectId={projectId} graph={graph} open={table} />
              <Columns projectId={projectId} name={table} />
              <Section title={t('lineage.table')} help={t('lineage.tableHelp')}>
                <LineageTable projectId={projectId} graph={graph} />
              </Section>
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function Columns({ projectId, name }: { readonly projectId: string; readonly name: string | undefined }) {
  const { t } = useTranslation();
  const query = useQuery(lineageQuery(projectId));
  if (name === undefined) return <p>{t('lineage.choose')}</p>;
  return (
    <Section
      title={t('lineage.columnsOf', { table: name })}
      tools={
        <ButtonLink variant="default" to="/projects/$projectId/tables/$table" params={{ projectId, table: name }}>
          {t('lineage.rows')}
        </ButtonLink>
      }
    >
      <Answer query={query}>
        {(tables) => {
          const table = tables.find((it) => it.name === name);
          return table ? <ColumnLineage table={table} /> : <p>{t('lineage.noTable', { table: name })}</p>;
        }}
      </Answer>
    </Section>
  );
}
