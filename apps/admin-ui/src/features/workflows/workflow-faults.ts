import { NewWorkflow } from '@tandem/data-model/contract';
import type { workflows } from '../../i18n/en/workflows.ts';
import type { FigureField } from './workflow-draft.ts';

type TextField = 'name' | 'model' | 'gateEndpoint' | 'endpoint' | 'cron' | 'timeZone';

/** Where a form says what is wrong: at a field, or under all steps or all rules of the gate. */
export type Place = TextField | FigureField | 'steps' | 'gate';
export type FaultWord = keyof (typeof workflows)['workflows']['fault'];

/** The place of the form that has what stands at a path of the contract. */
const places: Readonly<Record<string, Place>> = {
  name: 'name',
  model: 'model',
  steps: 'steps',
  'steps.load.maxRejectShare': 'maxRejects',
  'steps.train.job.forecastHorizon': 'horizon',
  'steps.gate.mostWorse': 'gate',
  'steps.gate.mostWorse.WQL': 'mostWorseWql',
  'steps.gate.mostWorse.MASE': 'mostWorseMase',
  'steps.gate.coverage.least': 'coverageLeast',
  'steps.gate.coverage.most': 'coverageMost',
  'steps.gate.endpoint': 'gateEndpoint',
  'steps.deploy.endpoint': 'endpoint',
  'steps.batchForecast.horizon': 'batchHorizon',
  'schedule.cron': 'cron',
  'schedule.timeZone': 'timeZone',
};

/** What the contract refuses of what a form says, by where it is mended. What no place has is left to the server to say. */
export function faultsOf(said: NewWorkflow): Readonly<Partial<Record<Place, FaultWord>>> {
  const issues = NewWorkflow.safeParse(said).error?.issues ?? [];
  return Object.fromEntries(
    issues.flatMap(({ path, code }) => {
      const place = places[path.join('.')];
      return place ? [[place, wordOf(place, code, said)]] : [];
    }),
  );
}

function wordOf(place: Place, code: string, { name, model, steps: { gate, deploy } }: NewWorkflow): FaultWord {
  switch (place) {
    case 'steps':
      return 'noStep';
    case 'gate':
      return 'noRule';
    case 'cron':
    case 'timeZone':
      return place;
    case 'name':
      return name === '' ? 'noName' : 'notName';
    case 'model':
      return model === '' ? 'noName' : 'notName';
    case 'endpoint':
      return deploy?.endpoint === '' ? 'noEndpoint' : 'notName';
    case 'gateEndpoint':
      return gate?.endpoint === undefined ? 'noEndpoint' : 'notName';
    case 'horizon':
    case 'batchHorizon':
      return 'wholeNumber';
    default:
      // The one rule between two figures; all others are of a figure alone.
      return code === 'custom' ? 'band' : 'number';
  }
}
