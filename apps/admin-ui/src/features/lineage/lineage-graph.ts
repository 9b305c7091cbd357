import type { Star } from '@tandem/data-model';
import type { Model, Upload } from '@tandem/data-model/contract';

/** From left to right, the way that data goes. */
export const layers = ['file', 'source', 'dimension', 'fact', 'frame', 'model'] as const;
export type Layer = (typeof layers)[number];

/** What a thing gives to the next one. */
export type Gives = 'recognised' | 'feeds' | 'looked-up' | 'target' | 'known' | 'statics' | 'calendar' | 'trains';

export interface LineageNode {
  /** Layer and name: a source and its fact may have the same name. */
  readonly id: string;
  readonly layer: Layer;
  readonly name: string;
  /** Of a model, the run that trained it. */
  readonly trainingRunId?: string;
}

export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly gives: Gives;
}

export interface LineageGraph {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
}

/**
 * From files to models: the newest file of each source, what it feeds, which dimensions facts look up, what the training
 * frame takes of them, and the models that were trained on it, the newest version of each name.
 */
export function lineageGraph(star: Star, uploads: readonly Upload[], models: readonly Model[]): LineageGraph {
  const nodes: LineageNode[] = [];
  const edges: LineageEdge[] = [];
  const node = (layer: Layer, name: string, more: Partial<LineageNode> = {}) => {
    const id = idOf(layer, name);
    if (!nodes.some((it) => it.id === id)) nodes.push({ id, layer, name, ...more });
    return id;
  };
  const edge = (from: string, to: string, gives: Gives) => {
    if (!edges.some((it) => it.from === from && it.to === to)) edges.push({ from, to, gives });
  };

  for (const { name } of star.sources) {
    const newest = uploads.find((it) => it.source === name);
    const source = node('source', name);
    if (newest) edge(node('file', newest.name), source, 'recognised');
  }
  for (const { name } of star.dimensions) node('dimension', name);
  for (const { name } of star.facts) node('fact', name);
  const tableId = (name: string) => idOf(star.facts.some((it) => it.name === name) ? 'fact' : 'dimension', name);
  for (const { name, feeds } of star.sources) {
    for (const { table } of feeds) edge(idOf('source', name), tableId(table), 'feeds');
  }
  for (const { name, columns } of star.facts) {
    for (const { references } of columns) if (references) edge(tableId(references), idOf('fact', name), 'looked-up');
  }
  const frame = node('frame', star.training.target);
  for (const [table, gives] of frameInputs(star)) edge(tableId(table), frame, gives);
  for (const { name, trainingRunId } of newestByName(models)) {
    edge(frame, node('model', name, { trainingRunId }), 'trains');
  }
  return { nodes, edges };
}

const idOf = (layer: Layer, name: string) => `${layer} ${name}`;

/** The tables that the training query reads, with what each gives it. */
function frameInputs({ facts, training }: Star): [table: string, gives: Gives][] {
  const fact = facts.find((it) => it.name === training.fact);
  const dimensionOf = (column: string) => fact?.columns.find((it) => it.name === column)?.references;
  const [items, calendar] = [dimensionOf(training.item), dimensionOf(training.time)];
  return [
    [training.fact, 'target'],
    ...training.known.map((it): [string, Gives] => [it.fact, 'known']),
    ...(items && training.statics.length > 0 ? [[items, 'statics'] as [string, Gives]] : []),
    ...(calendar ? [[calendar, 'calendar'] as [string, Gives]] : []),
  ];
}

function newestByName(models: readonly Model[]): Model[] {
  const newest = new Map<string, Model>();
  for (const model of models) {
    const known = newest.get(model.name);
    if (!known || known.version < model.version) newest.set(model.name, model);
  }
  return [...newest.values()];
}

/** Everything that a thing is made of and everything made of it, and itself. */
export function relativesOf({ edges }: LineageGraph, id: string): Set<string> {
  const found = new Set([id]);
  const walk = (at: string, from: 'from' | 'to', to: 'from' | 'to') => {
    for (const edge of edges) {
      if (edge[from] !== at || found.has(edge[to])) continue;
      found.add(edge[to]);
      walk(edge[to], from, to);
    }
  };
  walk(id, 'from', 'to');
  const after = new Set(found);
  found.clear();
  found.add(id);
  walk(id, 'to', 'from');
  return new Set([...after, ...found]);
}
