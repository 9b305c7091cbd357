import path from 'node:path';
import { InvalidInput } from '@tandem/data-model';
import type { HolidayCountry, presets } from '@tandem/data-model/contract';
import type { ForecastRunOptions } from '@tandem/worker';
import { readJob } from './read-job.ts';
import { readPlan } from './read-plan.ts';
import { readAggregates, withFills } from './transformation-options.ts';

/** The options of `tandem forecast run`, as they were given. */
export interface Given {
  readonly train: string;
  readonly future: string;
  readonly out: string;
  readonly job?: string;
  readonly frequency?: string;
  readonly horizon?: number;
  readonly seasonality?: number;
  readonly quantiles?: string[];
  readonly item?: string;
  readonly group?: string[];
  readonly time?: string;
  readonly target?: string;
  readonly known: string[];
  readonly past: string[];
  readonly static?: string;
  readonly categorical: string[];
  readonly fill: string[];
  readonly aggregate: string[];
  readonly holidays?: HolidayCountry;
  readonly preset?: (typeof presets)[number];
  readonly timeLimit?: number;
  readonly plan?: string;
  readonly importedModel?: string;
  readonly contextLength?: number;
  readonly report?: string;
  readonly explain?: string;
}

const deciles = ['p10', 'p20', 'p30', 'p40', 'p50', 'p60', 'p70', 'p80', 'p90'];

/**
 * What the worker is asked: what a job file says, under what the options say. Throws InvalidInput for a file that does not
 * fit.
 *
 * @param runtimes folder in which what runs imported models may be installed
 */
export function optionsOf(
  { static: statics, job, fill, aggregate, holidays, categorical, importedModel, contextLength, ...given }: Given,
  runtimes: string,
): ForecastRunOptions {
  if (contextLength !== undefined && importedModel === undefined) {
    throw new InvalidInput('--context-length is of an imported model.', 'Give --imported-model FILE.onnx too.');
  }
  const { timeLimit, seasonality, report, explain, group, plan, ...own } = given;
  const file = job === undefined ? {} : readJob(job);
  if (file.importedModel !== undefined) {
    throw new InvalidInput(
      `${job} names an imported model as an upload of a server.`,
      'Leave importedModel out of it, and give the file with --imported-model FILE.onnx.',
    );
  }
  const { timeSeriesConfig = {}, transformations = {} } = file;
  const grouping = group ?? timeSeriesConfig.groupingAttributeNames;
  const limit = timeLimit ?? file.completionCriteria?.maxAutoMLJobRuntimeInSeconds ?? undefined;
  const preset = given.preset ?? file.preset;
  const planned = plan === undefined ? file.plan : readPlan(path.resolve(plan));
  return {
    train: path.resolve(own.train),
    future: path.resolve(own.future),
    out: path.resolve(own.out),
    frequency: given.frequency ?? file.forecastFrequency ?? missing('--frequency', 'forecastFrequency'),
    horizon: given.horizon ?? file.forecastHorizon ?? missing('--horizon', 'forecastHorizon'),
    quantiles: given.quantiles ?? file.forecastQuantiles ?? deciles,
    item: given.item ?? timeSeriesConfig.itemIdentifierAttributeName ?? 'item_id',
    time: given.time ?? timeSeriesConfig.timestampAttributeName ?? 'timestamp',
    target: given.target ?? timeSeriesConfig.targetAttributeName ?? 'target',
    known: given.known,
    past: given.past,
    featureDataTypes: {
      ...file.featureDataTypes,
      ...Object.fromEntries(categorical.map((it) => [it, 'categorical' as const])),
    },
    transformations: {
      filling: withFills(transformations.filling ?? {}, fill),
      aggregation: { ...transformations.aggregation, ...readAggregates(aggregate) },
    },
    holidayConfig: holidays ? [{ countryCode: holidays }] : (file.holidayConfig ?? []),
    ...(grouping ? { grouping } : {}),
    ...(preset ? { preset } : {}),
    ...(file.seed === undefined ? {} : { seed: file.seed }),
    ...(seasonality === undefined ? {} : { seasonality }),
    ...(statics === undefined ? {} : { statics: path.resolve(statics) }),
    ...(limit === undefined ? {} : { timeLimitSeconds: limit }),
    ...(planned ? { plan: planned } : {}),
    ...(importedModel === undefined
      ? {}
      : {
          importedModel: {
            file: path.resolve(importedModel),
            runtimes,
            ...(contextLength === undefined ? {} : { contextLength }),
          },
        }),
    ...(report === undefined ? {} : { report: path.resolve(report) }),
    ...(explain === undefined ? {} : { explain: path.resolve(explain) }),
  };
}

function missing(option: string, field: string): never {
  throw new InvalidInput(
    `Neither ${option} nor ${field} of a job says it.`,
    `Give ${option}, or --job with a file that has ${field}.`,
  );
}
