import { z } from 'zod';
import { operation } from './operation.ts';

/** Where a parameter acts: on one machine, or only where the project's resources lie in an account of AWS. */
type Half = 'local' | 'aws';

const acts = <T extends z.ZodType>(schema: T, half: Half, does: string): z.ZodOptional<T> =>
  schema.optional().meta({ description: does, 'x-half': half }) as z.ZodOptional<T>;

/** Redshift Serverless takes 4, multiples of 8 up to 512, and of 32 up to 1024 in some regions. */
const rpus = z
  .int()
  .min(4)
  .max(1024)
  .refine((it) => it === 4 || (it % 8 === 0 && (it <= 512 || it % 32 === 0)), {
    error: ({ input }) => `4, a multiple of 8 up to 512 or of 32 up to 1024, such as ${nearestRpus(Number(input))}`,
  });

function nearestRpus(given: number): number {
  const step = given > 512 ? 32 : 8;
  return Math.min(1024, Math.max(8, Math.round(given / step) * step));
}

const Tooling = z.strictObject({});

const RedshiftServerless = z
  .strictObject({
    redshiftBaseCapacity: acts(
      rpus,
      'aws',
      'Base capacity in RPU of Redshift Serverless; on one machine it is kept and does nothing',
    ),
    redshiftMaxCapacity: acts(
      rpus,
      'aws',
      'Most capacity in RPU that Redshift Serverless scales to; on one machine it is kept and does nothing',
    ),
    warehouseMemoryMegabytes: acts(
      z.int().min(64).max(1_048_576),
      'local',
      "Memory of the warehouse's process for tables and results; more goes to disk. Half of the machine's, at most 2,000, if not given",
    ),
    warehouseThreads: acts(
      z.int().min(1).max(256),
      'local',
      "Threads of the warehouse's process; all cores if not given",
    ),
    warehouseIdleMinutes: acts(
      z.int().min(1).max(1_440),
      'local',
      "The warehouse's process ends when no call has come for so long; 15 if not given",
    ),
  })
  .check(({ value: { redshiftBaseCapacity: base, redshiftMaxCapacity: most }, issues }) => {
    if (base === undefined || most === undefined || base <= most) return;
    issues.push({
      code: 'custom',
      message: `at least redshiftBaseCapacity, ${base}`,
      input: most,
      path: ['redshiftMaxCapacity'],
    });
  });

const MLExperiments = z.strictObject({
  maxTrainingSeconds: acts(
    z.int().min(10).max(2_592_000),
    'local',
    'The longest that a training run may ask for, and what one has that asks for none; no bound if not given',
  ),
});

/** Every kind of resource that a project can have, in the order in which they build on each other. */
export const blueprints = {
  Tooling: {
    summary: 'A place for uploads, models and forecasts',
    local: 'A folder of objects on this disk',
    aws: 'Objects below one prefix of an S3 bucket',
    parameters: Tooling,
  },
  RedshiftServerless: {
    summary: 'A warehouse with the tables of the star',
    local: 'A DuckDB file, owned by a process of its own',
    aws: 'A database in Redshift Serverless',
    parameters: RedshiftServerless,
  },
  MLExperiments: {
    summary: 'Training, model registry and the forecast table',
    local: 'Models are trained and served by the worker of this installation',
    aws: 'The same: models are trained and served by the worker of the installation',
    parameters: MLExperiments,
  },
} as const;
export type BlueprintName = keyof typeof blueprints;
export const blueprintNames = Object.keys(blueprints) as [BlueprintName, ...BlueprintName[]];

const use = <N extends BlueprintName, P extends z.ZodType>(name: N, parameters: P) =>
  z.strictObject({ blueprint: z.literal(name), parameters });

/** A kind of resource that a project gets, with its parameters. */
export const BlueprintUse = z
  .discriminatedUnion('blueprint', [
    use('Tooling', Tooling),
    use('RedshiftServerless', RedshiftServerless),
    use('MLExperiments', MLExperiments),
  ])
  .meta({ id: 'BlueprintUse' });
export type BlueprintUse = z.infer<typeof BlueprintUse>;

/** The blueprints of a profile or a project: each at most once. */
export const BlueprintUses = z
  .array(BlueprintUse)
  .max(blueprintNames.length)
  .refine((uses) => new Set(uses.map((it) => it.blueprint)).size === uses.length, 'each blueprint once');

export const Blueprint = z
  .object({
    name: z.enum(blueprintNames),
    summary: z.string(),
    local: z.string().describe('What it makes on one machine'),
    aws: z.string().describe('What it makes in an account of AWS'),
    parameters: z
      .record(z.string(), z.unknown())
      .describe('JSON Schema of its parameters; `x-half` of each says where it acts, `local` or `aws`'),
  })
  .meta({ id: 'Blueprint' });
export type Blueprint = z.infer<typeof Blueprint>;

export const listBlueprints = operation({
  id: 'listBlueprints',
  method: 'GET',
  path: '/blueprints',
  summary: 'The kinds of resources that profiles are made of, with the schemas of their parameters',
  tag: 'Domains',
  access: 'signed-in',
  status: 200,
  response: z.object({ blueprints: z.array(Blueprint) }),
});
