import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import css from './lineage-diagram.module.css';
import { type LineageGraph, type LineageNode, relativesOf } from './lineage-graph.ts';
import { boxHeight, boxWidth, layOutLineage } from './lineage-layout.ts';

/** The way of the data as a picture. A box under the pointer or with the focus shows what it is made of and what is made of it. */
export function LineageDiagram({
  projectId,
  graph,
  open,
}: {
  readonly projectId: string;
  readonly graph: LineageGraph;
  /** The table whose columns are shown. */
  readonly open: string | undefined;
}) {
  const { t } = useTranslation();
  const [at, setAt] = useState<string>();
  const { width, height, heads, boxes, lines } = useMemo(() => layOutLineage(graph), [graph]);
  const relatives = useMemo(() => (at === undefined ? undefined : relativesOf(graph, at)), [graph, at]);
  const isDim = (...ids: readonly string[]) => (relatives && !ids.every((id) => relatives.has(id))) || undefined;
  return (
    <ScrollArea className={css.scroll}>
      <nav className={css.graph} style={{ width, height }} aria-label={t('lineage.diagram')}>
        {heads.map(({ layer, x }) => (
          <span key={layer} className={css.head} style={{ left: x, width: boxWidth }}>
            {t(`lineage.layer.${layer}`)}
          </span>
        ))}
        <svg className={css.lines} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
          {lines.map(({ from, to, path }) => (
            <path key={`${from} ${to}`} d={path} data-dim={isDim(from, to)} />
          ))}
        </svg>
        {boxes.map(({ node, x, y }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the pointer only adds what the focus of the link shows too
          <div
            key={node.id}
            className={css.box}
            data-layer={node.layer}
            data-dim={isDim(node.id)}
            data-open={(open !== undefined && isTable(node) && node.name === open) || undefined}
            style={{ left: x, top: y, width: boxWidth, height: boxHeight }}
            onPointerEnter={() => setAt(node.id)}
            onPointerLeave={() => setAt(undefined)}
            onFocus={() => setAt(node.id)}
            onBlur={() => setAt(undefined)}
          >
            <NodeLink projectId={projectId} node={node} />
          </div>
        ))}
      </nav>
    </ScrollArea>
  );
}

export const isTable = ({ layer }: LineageNode) => layer === 'dimension' || layer === 'fact';

/** Leads to the thing itself; of a table, to its columns below. */
export function NodeLink({ projectId, node }: { readonly projectId: string; readonly node: LineageNode }) {
  const { name, layer, trainingRunId } = node;
  const said = <code title={name}>{name}</code>;
  if (layer === 'file') {
    return (
      <Link to="/projects/$projectId/files" params={{ projectId }}>
        {said}
      </Link>
    );
  }
  if (isTable(node)) {
    return (
      <Link to="/projects/$projectId/lineage" params={{ projectId }} search={{ table: name }} resetScroll={false}>
        {said}
      </Link>
    );
  }
  if (layer === 'model' && trainingRunId) {
    return (
      <Link to="/projects/$projectId/training/$runId" params={{ projectId, runId: trainingRunId }}>
        {said}
      </Link>
    );
  }
  return (
    <Link to="/projects/$projectId/star" params={{ projectId }}>
      {said}
    </Link>
  );
}
