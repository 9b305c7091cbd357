import { z } from 'zod';
import { StarDefinition } from '../star/star-definition.ts';
import { operation } from './operation.ts';
import { InProject } from './projects.ts';
import { UploadId } from './uploads.ts';

/** What was counted of a file's column; shares are 0 to 1, of the values that are not empty. */
export const ColumnProfile = z
  .object({
    name: z.string(),
    values: z.int().describe('Fields that are not empty'),
    empty: z.int(),
    distinct: z.int(),
    parses: z.object({ integer: z.number(), decimal: z.number(), date: z.number(), flag: z.number() }),
    min: z.string().nullable(),
    max: z.string().nullable(),
    samples: z.array(z.string()),
  })
  .meta({ id: 'ColumnProfile' });
export type ColumnProfile = z.infer<typeof ColumnProfile>;

export const ProposedFile = z
  .object({
    name: z.string(),
    rows: z.int(),
    isCut: z.boolean().describe('Whether the file has more records than were looked at'),
    role: z.enum(['calendar', 'dimension', 'fact', 'left out']),
    why: z.string(),
    columns: z.array(ColumnProfile.extend({ type: z.string(), use: z.string() })),
  })
  .meta({ id: 'ProposedFile' });
export type ProposedFile = z.infer<typeof ProposedFile>;

export const StarProposal = z
  .object({
    star: StarDefinition,
    files: z.array(ProposedFile),
    references: z.array(
      z.object({
        from: z.string().describe('File and column'),
        to: z.string(),
        values: z.int().describe('Distinct values'),
        matched: z.int().describe('How many of them are there'),
      }),
    ),
    notes: z.array(z.string()).describe('What a reader should decide or mend'),
  })
  .meta({ id: 'StarProposal' });
export type StarProposal = z.infer<typeof StarProposal>;

export const createStarProposal = operation({
  id: 'createStarProposal',
  method: 'POST',
  path: '/projects/:projectId/star-proposals',
  summary: 'Propose a star from uploaded files, with what speaks for it; nothing is changed',
  tag: 'Star',
  access: 'project',
  params: InProject,
  body: z.strictObject({ uploadIds: z.array(UploadId).min(1).max(20) }),
  refuses: ['conflict', 'unavailable'],
  status: 200,
  response: StarProposal,
  isRead: true,
});

export const getStar = operation({
  id: 'getStar',
  method: 'GET',
  path: '/projects/:projectId/star',
  summary: "The project's star: its tables, the files that fill them, and what is forecast",
  tag: 'Star',
  access: 'project',
  params: InProject,
  status: 200,
  tagged: 'whole',
  response: StarDefinition,
});

export const setStar = operation({
  id: 'setStar',
  method: 'PUT',
  path: '/projects/:projectId/star',
  summary: 'Give a project another star, while its tables have no rows; uploads are recognised anew',
  tag: 'Star',
  access: 'project',
  params: InProject,
  body: StarDefinition,
  refuses: ['conflict', 'unavailable'],
  conditional: true,
  tagged: 'whole',
  status: 200,
  response: StarDefinition,
});

export const getStarSchema = operation({
  id: 'getStarSchema',
  method: 'GET',
  path: '/star-schema',
  summary: 'The JSON Schema of a star, for editors',
  tag: 'Star',
  access: 'signed-in',
  status: 200,
  response: z.record(z.string(), z.unknown()),
});
