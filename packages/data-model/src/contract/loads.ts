import { z } from 'zod';
import { LoadReport, RowCounts } from './load-report.ts';
import { id, jobFields, operation, priorityOfNew } from './operation.ts';
import { InProject, ProjectId } from './projects.ts';
import { UploadId } from './uploads.ts';

export const LoadId = id('lod', 'load');

/** What a load does: loads files; only says what loading them would do; or brings an earlier load's tables back. */
export const loadKinds = ['load', 'plan', 'revert'] as const;
export type LoadKind = (typeof loadKinds)[number];

export const Load = z
  .object({
    id: LoadId,
    projectId: ProjectId,
    kind: z.enum(loadKinds),
    revertsTo: LoadId.nullable().describe('The load whose tables a revert brings back'),
    uploadIds: z.array(UploadId),
    maxRejectShare: z.number(),
    ...jobFields,
    report: LoadReport.nullable(),
  })
  .meta({ id: 'Load' });
export type Load = z.infer<typeof Load>;

/** A load in a list: in place of its report, the counts and the time that stand in it. */
export const LoadSummary = Load.omit({ report: true })
  .extend({
    counts: RowCounts.nullable().describe('Null while there is no report'),
    seconds: z.number().nullable(),
  })
  .meta({ id: 'LoadSummary' });
export type LoadSummary = z.infer<typeof LoadSummary>;

/** How many files one load may have. */
export const mostFilesOfLoad = 20;

export const NewLoad = z
  .strictObject({
    uploadIds: z.array(UploadId).min(1).max(mostFilesOfLoad),
    maxRejectShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('The load fails whole where more rows are rejected'),
    plan: z
      .boolean()
      .default(false)
      .describe('Only finds what would be added, changed, left and rejected, by table; nothing is written'),
    priority: priorityOfNew,
  })
  .meta({ id: 'NewLoad' });
export type NewLoad = z.input<typeof NewLoad>;

/** A row that could not enter the star: where it stands, why, and what would mend it. */
export const Reject = z
  .object({
    file: z.string(),
    line: z.int().describe('Physical line, the header being line 1'),
    column: z.string(),
    value: z.string().describe('At most 200 characters'),
    reason: z.string(),
    mend: z.string(),
  })
  .meta({ id: 'Reject' });
export type Reject = z.infer<typeof Reject>;

const ByLoad = InProject.extend({ loadId: LoadId });

export const createLoad = operation({
  id: 'createLoad',
  method: 'POST',
  path: '/projects/:projectId/loads',
  summary: 'Load uploaded files into the star, or plan to; loading the same files again changes nothing',
  tag: 'Loads',
  access: 'project',
  params: InProject,
  body: NewLoad,
  refuses: ['conflict'],
  status: 202,
  response: Load,
});

export const listLoads = operation({
  id: 'listLoads',
  method: 'GET',
  path: '/projects/:projectId/loads',
  summary: 'List loads, newest first, a page at a time; the report of each is at the load itself',
  tag: 'Loads',
  access: 'project',
  params: InProject,
  query: z.strictObject({
    before: LoadId.optional().describe('Only loads that were accepted before this one: `next` of the page before'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  status: 200,
  response: z.object({
    loads: z.array(LoadSummary),
    next: LoadId.nullable().describe('Where older loads go on; null where there are none'),
  }),
});

export const getLoad = operation({
  id: 'getLoad',
  method: 'GET',
  path: '/projects/:projectId/loads/:loadId',
  summary: 'A load: state, progress, and its report once it has ended',
  tag: 'Loads',
  access: 'project',
  params: ByLoad,
  status: 200,
  response: Load,
});

export const listRejects = operation({
  id: 'listRejects',
  method: 'GET',
  path: '/projects/:projectId/loads/:loadId/rejects',
  summary: 'Rows that a load refused, in order of file and line; the first 100,000, downloadRejectedRecords gives all',
  tag: 'Loads',
  access: 'project',
  params: ByLoad,
  query: z.strictObject({
    offset: z.coerce.number().int().min(0).default(0),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  status: 200,
  response: z.object({ rejects: z.array(Reject), total: z.int() }),
});

export const downloadRejectedRecords = operation({
  id: 'downloadRejectedRecords',
  method: 'GET',
  path: '/projects/:projectId/loads/:loadId/rejected-records',
  summary: 'The records of one source that a load refused, as CSV that loads by itself once it is corrected',
  tag: 'Loads',
  access: 'project',
  params: ByLoad,
  query: z.strictObject({
    source: z
      .string()
      .max(63)
      .optional()
      .describe('Source of the star; needed only where records of several were refused'),
  }),
  refuses: ['conflict'],
  status: 200,
  produces: 'text/csv',
  response: z.string().describe('Columns of the source as they stood, then reject_line, reject_reason and others'),
});
