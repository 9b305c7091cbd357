import { expect, it } from 'vitest';
import { draftOf, saidBy, type WorkflowDraft } from './workflow-draft.ts';
import { faultsOf } from './workflow-faults.ts';

const good: WorkflowDraft = { ...draftOf(null, 'UTC'), name: 'weekly' };
const none = { load: false, train: false, gate: false, deploy: false, batchForecast: false };

it.each<[ReturnType<typeof faultsOf>, string, Partial<WorkflowDraft>]>([
  [{}, 'nothing that is wrong', {}],
  [{ name: 'noName' }, 'no name', { name: ' ' }],
  [{ name: 'notName' }, 'a name that is none', { name: 'Ours' }],
  [{ model: 'noName' }, 'no model', { model: '' }],
  [{ steps: 'noStep' }, 'no step', none],
  [{ gate: 'noRule' }, 'a gate without a rule', { mostWorseWql: '' }],
  [{ endpoint: 'noEndpoint' }, 'nowhere to deploy to', { endpoint: '' }],
  [{ gateEndpoint: 'noEndpoint' }, 'nothing to compare with', { deploy: false }],
  [{ mostWorseWql: 'number' }, 'half a figure', { mostWorseWql: '-' }],
  [{ horizon: 'wholeNumber' }, 'half a step ahead', { horizon: '1.5' }],
  [{ coverageMost: 'band' }, 'a band upside down', { coverageLeast: '80', coverageMost: '70' }],
  [{ cron: 'cron' }, 'a schedule of words', { cron: 'daily' }],
  [{ timeZone: 'timeZone' }, 'a zone that is none', { cron: '0 6 * * *', timeZone: 'Nowhere' }],
])('finds %o in %s', (faults, _, change) => {
  expect(faultsOf(saidBy({ ...good, ...change }, null))).toEqual(faults);
});
