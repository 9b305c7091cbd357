import type { DomainUnit } from '@tandem/data-model/contract';

export interface UnitNode {
  readonly unit: DomainUnit;
  readonly below: readonly UnitNode[];
}

/** The units as a tree, by name at each level; one whose parent is not among them stands at the top. */
export function unitTree(units: readonly DomainUnit[]): UnitNode[] {
  const known = new Set(units.map(({ id }) => id));
  const of = (parentId: string | null): UnitNode[] =>
    units
      .filter((it) => (it.parentId !== null && known.has(it.parentId) ? it.parentId : null) === parentId)
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((unit) => ({ unit, below: of(unit.id) }));
  return of(null);
}

/** Each unit by its path from the top, as `Retail / North`, in the order of the tree. */
export function unitPaths(units: readonly DomainUnit[]): { readonly id: string; readonly path: string }[] {
  const walk = (nodes: readonly UnitNode[], above: string): { id: string; path: string }[] =>
    nodes.flatMap(({ unit: { id, name }, below }) => [
      { id, path: above + name },
      ...walk(below, `${above}${name} / `),
    ]);
  return walk(unitTree(units), '');
}

/** Ids of a unit and all below it: where it cannot be moved to. */
export function unitAndBelow(units: readonly DomainUnit[], id: string): string[] {
  const children = units.filter(({ parentId }) => parentId === id);
  return [id, ...children.flatMap((it) => unitAndBelow(units, it.id))];
}
