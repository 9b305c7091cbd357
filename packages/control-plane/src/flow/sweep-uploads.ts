import type { ControlStore, ObjectStore } from '@tandem/ports';
import { objectKeys } from '../object-keys.ts';
import { deleteParts } from './upload-sessions.ts';

export interface SweepDeps {
  readonly control: Pick<ControlStore, 'uploads' | 'uploadSessions' | 'projects' | 'audit'>;
  readonly objects: ObjectStore;
}

const sweeper = { kind: 'worker', id: null, name: 'worker' } as const;

/**
 * Deletes uploads in parts that have expired, and parts that a process which died has left behind, of all projects.
 * In the audit log it is nobody's act, whoever is served meanwhile. What fails is told to `failed`; the rest is done, and
 * the next time it is tried again.
 */
export async function sweepUploads(deps: SweepDeps, failed: (error: unknown) => void): Promise<void> {
  const { uploadSessions, projects, audit } = deps.control;
  for (const { id, projectId } of await uploadSessions.expired(1_000)) {
    const ended = async () => {
      if (await uploadSessions.expire(id)) await deleteParts(deps, projectId, id);
    };
    await audit.as({ actor: sweeper, operation: 'expire-upload', requestId: id }, ended).catch(failed);
  }
  for (const { id } of await projects.list()) await deleteLeft(deps, id).catch(failed);
}

async function deleteLeft(deps: SweepDeps, projectId: string): Promise<void> {
  const prefix = objectKeys.partsOfUploads(projectId);
  const parts = await deps.objects.list(prefix);
  const found = new Set(parts.map(({ key }) => key.slice(prefix.length).split('/')[0]!));
  if (found.size === 0) return;
  // Looked at after the parts, for a session has its row before its first part.
  const known = new Set(await deps.control.uploadSessions.ids(projectId));
  for (const id of found) if (!known.has(id)) await deleteParts(deps, projectId, id);
}
