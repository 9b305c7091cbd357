import type {
  BatchForecast,
  Compute,
  Endpoint,
  FlowStep,
  FlowStepName,
  ForecastChart,
  ItemExplanation,
  Load,
  LoadSummary,
  Metrics,
  Model,
  Overview,
  Principal,
  Project,
  Table,
  TrainingReport,
  TrainingRun,
  Upload,
} from '@tandem/data-model/contract';

const id = (prefix: string, n: number) => `${prefix}_${n.toString(16).padStart(32, '0')}`;
const at = '2026-11-23T09:00:00.000Z';
const ended = { createdAt: at, startedAt: at, endedAt: '2026-11-23T09:00:02.000Z', progress: null, error: null };

export const projectId = id('prj', 1);
export const loadId = id('lod', 1);
export const runId = id('run', 1);
export const batchId = id('bfc', 1);

export const me: Principal = {
  ...{ kind: 'session', name: 'owner', userId: id('usr', 1), service: null, isAdministrator: true, projectId: null },
  ...{
    scopes: ['read', 'operate', 'curate', 'manage'],
    domainIds: [],
    grants: [],
    hasPassword: false,
    expiresAt: '2026-11-24T09:00:00.000Z',
  },
};

export const project: Project = {
  id: projectId,
  domainId: id('dom', 1),
  profileId: id('prf', 1),
  domainUnitId: null,
  profileVersion: 1,
  name: 'SalesForecastingProject',
  description: '',
  overrides: [],
  blueprints: [],
  catalogName: 'sales-forecasting-catalog',
  state: 'active',
  steps: [],
  error: null,
  createdAt: at,
};

export const step = (name: FlowStepName, part: Partial<FlowStep> = {}): FlowStep => ({
  step: name,
  state: 'waiting',
  figures: {},
  subjectId: null,
  endedAt: null,
  error: null,
  ...part,
});

/** The flow with its first `done` steps done and the one after them next. */
export function overview(done: number, trainingFigures: Record<string, number> = {}): Overview {
  const names: FlowStepName[] = ['project', 'files', 'load', 'training', 'model', 'endpoint', 'batch-forecast'];
  const steps = names.map((name, i) =>
    step(name, {
      state: i < done ? 'done' : i === done ? 'next' : 'waiting',
      endedAt: i < done ? at : null,
      figures: name === 'training' && i < done ? trainingFigures : {},
      subjectId: name === 'training' && i < done ? runId : null,
    }),
  );
  return { project, steps };
}

export const upload = (n: number, name: string, source: string | null): Upload => ({
  id: id('upl', n),
  projectId,
  name,
  bytes: 1200,
  sha256: 'ab',
  source,
  createdAt: at,
});

const counts = { read: 100, loaded: 90, unchanged: 7, rejected: 3 };

export const load = (part: Partial<Load> = {}): Load => ({
  id: loadId,
  projectId,
  kind: 'load',
  revertsTo: null,
  uploadIds: [id('upl', 1)],
  maxRejectShare: 0.05,
  state: 'succeeded',
  ...ended,
  report: {
    counts,
    files: [
      { name: 'store_sales.csv', source: 'store_sales', uploadId: id('upl', 1), sha256: 'ab', bytes: 1200, ...counts },
    ],
    tables: [
      {
        name: 'store_sales',
        ...{ added: 80, changed: 10, unchanged: 7, removed: 0, rejected: 3 },
        ...{ rows: 97, contentHash: '9f2c4e7d1ab35c60', snapshotKey: null },
      },
    ],
    checks: [],
    rejects: [{ source: 'store_sales', reason: 'total_sales is not a number', count: 3 }],
    seconds: 2.5,
  },
  ...part,
});

/** The same in a list. */
export const loadSummary = (part: Partial<Load> = {}): LoadSummary => {
  const { report, ...summary } = load(part);
  return { ...summary, counts: report?.counts ?? null, seconds: report?.seconds ?? null };
};

const column = (name: string, type: string, key = false, references: string | null = null) => ({
  name,
  type,
  key,
  references,
});

export const tables: Table[] = [
  {
    name: 'store_dim',
    kind: 'dimension',
    description: 'Stores',
    rows: 2,
    columns: [column('store_id', 'integer', true), column('city', 'varchar(50)')],
  },
  {
    name: 'store_sales',
    kind: 'fact',
    description: 'Sales of a store on a day',
    rows: 1940,
    columns: [
      column('store_id', 'integer', true, 'store_dim'),
      column('date_key', 'integer', true, 'date_dim'),
      column('total_sales', 'numeric(18, 2)'),
    ],
  },
];

/** An idle warehouse and walled queries, with what differs from that. */
export const compute = (warehouse: Partial<Compute['warehouse']> = {}, reason: string | null = null): Compute => ({
  warehouse: {
    ...{ state: 'running', startedAt: at, memoryBytes: 147_500_000, memoryLimit: '2000MB', threads: 2 },
    ...{ calls: 0, heldBy: [], idleStopSeconds: 900, note: null, ...warehouse },
  },
  queries: { sandbox: { kind: reason === null ? 'bubblewrap' : 'process', reason }, processes: [] },
});

const metrics = (SQL: number): Metrics => ({
  SQL,
  MASE: SQL * 2,
  WQL: SQL / 3,
  WAPE: SQL / 2,
  sMAPE: SQL * 50,
  RMSE: SQL * 4000,
  coverage: { p10: 0.12, p50: 0.49, p90: 0.91 },
});

const candidate = (name: string, title: string, weight: number, SQL: number) => ({
  name,
  title,
  source: 'A publication',
  uses: { known: name === 'ridge', past: false, statics: false },
  quantiles: 'conformal' as const,
  weight,
  fitSeconds: 1.5,
  predictSeconds: 0.2,
  validation: metrics(SQL),
  test: metrics(SQL),
});

export const report: TrainingReport = {
  items: 200,
  rows: 158_412,
  seasons: [7],
  windows: [
    { cutoff: '2026-08-05', use: 'weights' },
    { cutoff: '2026-09-02', use: 'test' },
  ],
  candidates: [
    candidate('ridge', 'Ridge with covariates', 0.7, 0.21),
    candidate('theta', 'Theta', 0.3, 0.4),
    candidate('seasonal-naive', 'Seasonal naive', 0, 0.8),
  ],
  ensemble: { validation: metrics(0.2), test: metrics(0.2) },
  baseline: {
    name: 'seasonal-naive',
    test: metrics(0.8),
    improvement: 0.75,
    betterItems: 198,
    comparedItems: 199,
  },
  importance: {
    items: 50,
    repeats: 5,
    loss: 0.19,
    inputs: [
      { name: 'promo', kind: 'known', rise: 0.152, band: 0.01 },
      { name: 'school_holiday', kind: 'known', rise: 0.004, band: 0.006 },
      { name: 'city', kind: 'static', rise: 0, band: 0 },
    ],
  },
  setAside: [{ item: '143', rows: 19, reason: 'fewer than 25 rows', treatment: 'pooled model' }],
  notes: [],
  seconds: 23.4,
};

export const run = (part: Partial<TrainingRun> = {}): TrainingRun => ({
  id: runId,
  projectId,
  name: 'sales-forecast',
  job: {
    forecastFrequency: 'D',
    forecastHorizon: 28,
    forecastQuantiles: ['p10', 'p50', 'p90'],
    timeSeriesConfig: {
      targetAttributeName: 'total_sales',
      timestampAttributeName: 'sales_date',
      itemIdentifierAttributeName: 'store_id',
      groupingAttributeNames: [],
    },
    featureDataTypes: {},
    transformations: { filling: {}, aggregation: {} },
    holidayConfig: [],
    preset: 'fast',
    completionCriteria: { maxAutoMLJobRuntimeInSeconds: null },
    seed: 1,
  },
  state: 'succeeded',
  ...ended,
  report,
  ...part,
});

export const model: Model = {
  id: id('mdl', 1),
  projectId,
  name: 'sales-forecast',
  version: 1,
  trainingRunId: runId,
  test: metrics(0.2),
  improvement: 0.75,
  createdAt: at,
};

export const endpoint: Endpoint = {
  id: id('ept', 1),
  projectId,
  name: 'sales-forecast',
  modelId: model.id,
  state: 'in-service',
  error: null,
  requests: 12,
  lastRequestAt: null,
  createdAt: at,
};

export const batch = (part: Partial<BatchForecast> = {}): BatchForecast => ({
  id: batchId,
  projectId,
  modelId: model.id,
  horizon: 28,
  state: 'succeeded',
  ...ended,
  items: 2,
  rows: 6,
  cutoff: '2026-09-30',
  ...part,
});

/** Three days of history of which the second was closed, and two of forecast with a closed day between them. */
export const chart = (itemId: string): ForecastChart => ({
  item: { id: itemId, title: `Store ${itemId}`, attributes: { city: 'Berlin' } },
  unit: 'total_sales',
  cutoff: '2026-09-30',
  history: { timestamps: ['2026-09-28', '2026-09-29', '2026-09-30'], values: [100, null, 120] },
  marks: [
    { name: 'promo', timestamps: ['2026-09-30', '2026-10-01'] },
    { name: 'school_holiday', timestamps: ['2026-10-03'] },
  ],
  actuals: { timestamps: ['2026-10-01'], values: [104] },
  forecast: {
    itemId,
    timestamps: ['2026-10-01', '2026-10-03'],
    mean: [110, 90],
    quantiles: { p10: [80, 60], p50: [108, 88], p90: [140, 120] },
    note: null,
  },
});

/** The parts of that forecast. */
export const explanation = (itemId: string): ItemExplanation => ({
  itemId,
  timestamps: ['2026-10-01', '2026-10-03'],
  median: [108, 88],
  parts: [
    { kind: 'level', name: '', base: null, values: [100, 100] },
    { kind: 'season', name: '', base: null, values: [-10, -8] },
    { kind: 'known', name: 'school_holiday', base: '0', values: [0, -4] },
    { kind: 'known', name: 'promo', base: '0', values: [18, 0] },
  ],
  note: null,
});
