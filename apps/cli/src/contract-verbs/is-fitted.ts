import type { Operation } from '@tandem/data-model/contract';

/** Replies whose text is no table, or one of a few narrow columns. */
const shownWhole: ReadonlySet<string> = new Set([
  'getHealth',
  'getTeardownPlan',
  'getOverview',
  'getLoad',
  'listRejects',
  'compareLoads',
  'getRowOrigin',
  'listTables',
  'listTableRows',
  'getLineage',
  'getStar',
  'getForecastChart',
  'getCompute',
]);

/** Whether the tables of a reply are brought within the width of a terminal, unless they are asked for whole. */
export const isFitted = ({ id, method, produces = 'application/json' }: Operation): boolean =>
  method === 'GET' && produces === 'application/json' && !shownWhole.has(id);
