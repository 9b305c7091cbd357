import { z } from 'zod';
import { parseQuantile } from '../frame.ts';
import { parseFrequency } from '../time.ts';
import { CompletedPlan, Seed } from './completed-plan.ts';
import { holidayCountries } from './holiday-countries.ts';
import { presets } from './presets.ts';
import { Transformations } from './transformations.ts';
import { UploadId } from './uploads.ts';

const attribute = z.string().min(1).max(128);

const Quantiles = z
  .array(z.string().refine((it) => Number.isFinite(parseQuantile(it)), 'a quantile such as p10 or p97.5'))
  .min(1)
  .max(99);

export const ForecastFrequency = z.string().refine((it) => {
  try {
    return parseFrequency(it).count > 0;
  } catch {
    return false;
  }
}, 'min, H, D, W, M, Q or Y, with an optional count before it, as in 15min');

/**
 * What to train, in the words of an Amazon SageMaker AutoML time-series job (`TimeSeriesForecastingJobConfig`,
 * first letters lower-cased). A field stands here only once this engine acts on it.
 */
export const TrainingJob = z
  .strictObject({
    forecastFrequency: ForecastFrequency.default('D'),
    forecastHorizon: z.int().min(1).max(500).default(28),
    forecastQuantiles: Quantiles.default(['p10', 'p20', 'p30', 'p40', 'p50', 'p60', 'p70', 'p80', 'p90']),
    timeSeriesConfig: z
      .strictObject({
        targetAttributeName: attribute.default('total_sales'),
        timestampAttributeName: attribute.default('sales_date'),
        itemIdentifierAttributeName: attribute.default('store_id'),
        groupingAttributeNames: z
          .array(attribute)
          .max(5)
          .default([])
          .describe(
            'Columns that, with the item, tell one series from another; each is an attribute of the series too',
          ),
      })
      .prefault({}),
    featureDataTypes: z
      .record(attribute, z.enum(['numeric', 'categorical']))
      .default({})
      .describe('Of covariates and attributes; default: a column of numbers is numeric, any other categorical'),
    transformations: Transformations.prefault({}),
    holidayConfig: z
      .array(z.strictObject({ countryCode: z.enum(holidayCountries) }))
      .max(1)
      .default([])
      .describe('Country whose public holidays are a known covariate'),
    preset: z.enum(presets).default('balanced'),
    completionCriteria: z
      .strictObject({ maxAutoMLJobRuntimeInSeconds: z.int().min(10).nullable().default(null) })
      .prefault({}),
    seed: Seed.default(1),
    plan: CompletedPlan.optional().describe(
      'Plan of an earlier report, to do again what that run completed; of the same preset and seed',
    ),
    importedModel: z
      .strictObject({
        uploadId: UploadId.describe('An ONNX file among the uploads of the project'),
        contextLength: z
          .int()
          .min(1)
          .max(100_000)
          .optional()
          .describe('Values that it looks back on, where its file leaves that open'),
      })
      .optional()
      .describe('A forecasting model that was trained elsewhere, as one more candidate'),
  })
  .meta({ id: 'TrainingJob' });
export type TrainingJob = z.output<typeof TrainingJob>;

/** A job on a project's star: what it does not say of frequency and names is what the star says. */
export const StarTrainingJob = TrainingJob.extend({
  forecastFrequency: ForecastFrequency.optional().describe("That of the project's star"),
  timeSeriesConfig: z
    .strictObject({
      targetAttributeName: attribute.optional(),
      timestampAttributeName: attribute.optional(),
      itemIdentifierAttributeName: attribute.optional(),
      groupingAttributeNames: z.array(attribute).max(5).default([]),
    })
    .prefault({})
    .describe("Those of the project's star"),
}).meta({ id: 'StarTrainingJob' });
export type StarTrainingJob = z.output<typeof StarTrainingJob>;
export type NewTrainingJob = z.input<typeof TrainingJob>;
