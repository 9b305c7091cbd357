import { pipeline } from 'node:stream';
import { Conflict, type KnownError, QuotaExceeded } from '@tandem/data-model';
import type { NewImport, Project, Upload } from '@tandem/data-model/contract';
import type { ControlStore } from '@tandem/ports';
import { tooLarge } from '../flow/upload-sessions.ts';
import { atMost, keepUpload, type UploadDeps } from '../flow/uploads.ts';
import { getProjectQuotas } from '../quotas/quotas.ts';
import { type ConnectionDeps, keptConnection, openedBy } from './connections.ts';

export interface ImportDeps extends ConnectionDeps, UploadDeps {
  readonly control: ControlStore;
  /** Projects that this process brings something over for. */
  readonly importing: Set<string>;
}

/**
 * Brings a table over as an upload, as it is at one moment, while it streams: no more is in memory than is on its way, and
 * what does not come to its end leaves nothing. Throws NotFound, Conflict while the project has another import under way,
 * TooLarge and QuotaExceeded as soon as either is passed, what the databases outside throw, and what `recognise` throws.
 */
export async function importTable(
  deps: ImportDeps,
  project: Project,
  connectionId: string,
  { schema, table, name = `${schema}.${table}.csv` }: NewImport,
  mostBytes: number,
): Promise<Upload> {
  const { control, remotes, importing } = deps;
  const kept = await keptConnection(deps, project.id, connectionId);
  const id = control.uploads.newId();
  // A call that is sent again, after a process that did it has died, has the id again.
  const made = await control.uploads.get(project.id, id);
  if (made) return made;
  if (importing.has(project.id)) throw underWay();
  importing.add(project.id);
  try {
    const room = await roomOf(control, project);
    const most = Math.min(mostBytes, room.bytes);
    const fault = () => (room.bytes < mostBytes ? room.fault() : tooLarge(mostBytes));
    const rows = remotes.read(openedBy(deps, kept), { schema, name: table });
    return await keepUpload(
      deps,
      { id, projectId: project.id, name },
      pipeline(rows, atMost(most, fault), () => undefined),
    );
  } finally {
    importing.delete(project.id);
  }
}

/** What its quota lets a project upload still; the insert of the record looks again. */
async function roomOf(control: ControlStore, project: Project): Promise<{ bytes: number; fault: () => KnownError }> {
  const uses = await getProjectQuotas({ control }, project);
  const { used, most } = uses.find((it) => it.quota === 'uploaded-bytes')!;
  const bytes = most === null ? Number.POSITIVE_INFINITY : Math.max(0, most - (used ?? 0));
  const number = (it: number) => it.toLocaleString('en');
  return {
    bytes,
    fault: () =>
      new QuotaExceeded(
        `The quota uploaded-bytes of the project ${project.name} is reached: it may have at most ${number(most ?? 0)} bytes of uploaded files. It has ${number(used ?? 0)}, and the table has more than the ${number(bytes)} that are left.`,
        'Import a view of the rows that are needed, or ask an owner of the domain to raise the quota.',
      ),
  };
}

const underWay = () =>
  new Conflict('The project brings another table over just now.', 'Import this one when that has ended.');
