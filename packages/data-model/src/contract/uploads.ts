import { z } from 'zod';
import { id, instant, operation } from './operation.ts';
import { nextOf, pageOf } from './pages.ts';
import { InProject, ProjectId } from './projects.ts';

export const UploadId = id('upl', 'upload');

export const Upload = z
  .object({
    id: UploadId,
    projectId: ProjectId,
    name: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    /** The source of the star that the header matches; null where it matches none. */
    source: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'Upload' });
export type Upload = z.infer<typeof Upload>;

export const createUpload = operation({
  id: 'createUpload',
  method: 'POST',
  path: '/projects/:projectId/uploads',
  summary: 'Upload a file; the body is the file itself',
  tag: 'Uploads',
  access: 'project',
  params: InProject,
  query: z.strictObject({
    name: z
      .string()
      .min(1)
      .max(255)
      .regex(/^\P{Cc}+$/u, 'text without control characters')
      .describe('File name, for people; files are recognised by their header'),
  }),
  body: 'bytes',
  refuses: ['conflict'],
  status: 201,
  response: Upload,
});

export const listUploads = operation({
  id: 'listUploads',
  method: 'GET',
  path: '/projects/:projectId/uploads',
  summary: 'List uploads, newest first',
  tag: 'Uploads',
  access: 'project',
  params: InProject,
  query: pageOf(UploadId),
  status: 200,
  response: z.object({ uploads: z.array(Upload), next: nextOf(UploadId) }),
});
