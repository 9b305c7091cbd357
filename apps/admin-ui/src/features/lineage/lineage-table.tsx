import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { NodeLink } from './lineage-diagram.tsx';
import type { LineageEdge, LineageGraph } from './lineage-graph.ts';

/** The same as the picture, a row for each line of it. */
export function LineageTable({ projectId, graph }: { readonly projectId: string; readonly graph: LineageGraph }) {
  const { t } = useTranslation();
  const columns = useMemo((): GridColumn<LineageEdge>[] => {
    const nodes = new Map(graph.nodes.map((it) => [it.id, it]));
    const end = (name: 'from' | 'to'): GridColumn<LineageEdge> => ({
      id: name,
      title: t(`lineage.${name}`),
      sort: (edge) => edge[name],
      cell: (edge) => {
        const node = nodes.get(edge[name])!;
        return (
          <>
            <NodeLink projectId={projectId} node={node} /> {t(`lineage.layer.${node.layer}`)}
          </>
        );
      },
    });
    return [
      end('from'),
      { id: 'gives', title: t('lineage.gives'), cell: ({ gives }) => t(`lineage.give.${gives}`) },
      end('to'),
    ];
  }, [t, projectId, graph]);
  return (
    <DataGrid
      label={t('lineage.table')}
      columns={columns}
      rows={graph.edges}
      idOf={({ from, to }) => `${from} ${to}`}
    />
  );
}
