import { z } from 'zod';
import { id, instant, operation } from './operation.ts';
import { InProject, ProjectId } from './projects.ts';
import { createUpload, Upload, UploadId } from './uploads.ts';

export const UploadSessionId = id('ups', 'upload in parts');

/** The id that the upload has once it is complete: known from the begin, so that completing it twice makes one. */
export const uploadIdOf = (sessionId: string): string => UploadId.parse(sessionId.replace(/^ups/, 'upl'));

const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits in lower case')
  .meta({ description: 'SHA-256', examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] });

/** What is known of a file before its bytes come. */
export const NewUploadSession = z.strictObject({
  name: createUpload.query.shape.name,
  bytes: z.int().min(1).describe('Length of the file'),
  sha256: Sha256.describe('SHA-256 of the whole file'),
});
export type NewUploadSession = z.infer<typeof NewUploadSession>;

/** A file that comes in parts: part 1 has the first `partBytes` bytes, the last one what is left. */
export const UploadSession = z
  .object({
    id: UploadSessionId,
    projectId: ProjectId,
    name: z.string(),
    bytes: z.int(),
    sha256: z.string(),
    partBytes: z.int().describe('Length of every part but the last'),
    createdAt: instant,
    expiresAt: instant.describe('From then on its parts are deleted'),
  })
  .meta({ id: 'UploadSession' });
export type UploadSession = z.infer<typeof UploadSession>;

/** The same with the parts that have not come: what an interrupted upload goes on with. */
export const UploadProgress = UploadSession.extend({
  receivedBytes: z.int(),
  missing: z.array(z.int()).describe('Numbers of the parts that have not come, from 1'),
}).meta({ id: 'UploadProgress' });
export type UploadProgress = z.infer<typeof UploadProgress>;

const InSession = InProject.extend({ uploadSessionId: UploadSessionId });

export const createUploadSession = operation({
  id: 'createUploadSession',
  method: 'POST',
  path: '/projects/:projectId/upload-sessions',
  summary: 'Begin to upload a file in parts, or go on with the same file',
  tag: 'Upload sessions',
  access: 'project',
  params: InProject,
  body: NewUploadSession,
  status: 201,
  response: UploadProgress,
  refuses: ['conflict'],
});

export const listUploadSessions = operation({
  id: 'listUploadSessions',
  method: 'GET',
  path: '/projects/:projectId/upload-sessions',
  summary: 'List files that come in parts and are not complete, newest first; at most fifty',
  tag: 'Upload sessions',
  access: 'project',
  params: InProject,
  status: 200,
  response: z.object({ uploadSessions: z.array(UploadSession) }),
});

export const getUploadSession = operation({
  id: 'getUploadSession',
  method: 'GET',
  path: '/projects/:projectId/upload-sessions/:uploadSessionId',
  summary: 'Show which parts of a file have not come',
  tag: 'Upload sessions',
  access: 'project',
  params: InSession,
  status: 200,
  response: UploadProgress,
});

export const putUploadPart = operation({
  id: 'putUploadPart',
  method: 'PUT',
  path: '/projects/:projectId/upload-sessions/:uploadSessionId/parts/:part',
  summary: 'Send one part of a file; the body is its bytes',
  tag: 'Upload sessions',
  access: 'project',
  params: InSession.extend({ part: z.coerce.number().int().min(1).max(100_000).describe('Number, from 1') }),
  query: z.strictObject({ sha256: Sha256.describe('SHA-256 of the part') }),
  body: 'bytes',
  status: 200,
  response: z.object({ part: z.int(), bytes: z.int(), sha256: z.string() }),
});

export const completeUploadSession = operation({
  id: 'completeUploadSession',
  method: 'POST',
  path: '/projects/:projectId/upload-sessions/:uploadSessionId/completion',
  summary: 'Put the parts together, check the whole, and make it an upload',
  tag: 'Upload sessions',
  access: 'project',
  params: InSession,
  status: 201,
  response: Upload,
  refuses: ['conflict'],
});

export const deleteUploadSession = operation({
  id: 'deleteUploadSession',
  method: 'DELETE',
  path: '/projects/:projectId/upload-sessions/:uploadSessionId',
  summary: 'Give up an upload in parts, and delete what has come',
  tag: 'Upload sessions',
  access: 'project',
  params: InSession,
  status: 204,
  response: z.null(),
});
