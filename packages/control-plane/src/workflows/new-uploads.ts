import type { Load, Upload } from '@tandem/data-model/contract';

/** What of the uploads a load would take. */
export interface NewUploads {
  /** In no load yet but for cancelled ones, oldest first. */
  readonly fresh: readonly Upload[];
  /** Those that only failed loads have had, but for files of which a newer one of the same name has come; oldest first. */
  readonly failed: readonly Upload[];
}

/** The uploads of tables of the star that no load has brought into it, and that none is bringing now. */
export function newUploads(
  uploads: readonly Upload[],
  loads: readonly Pick<Load, 'kind' | 'state' | 'uploadIds'>[],
  sources: ReadonlySet<string>,
): NewUploads {
  const accepted = loads.filter(({ kind, state }) => kind === 'load' && state !== 'cancelled');
  const ids = (some: typeof accepted) => new Set(some.flatMap((it) => it.uploadIds));
  const taken = ids(accepted.filter((it) => it.state !== 'failed'));
  const refused = ids(accepted.filter((it) => it.state === 'failed'));
  const open = [...uploads]
    .filter(({ id, source }) => source !== null && sources.has(source) && !taken.has(id))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const isReplaced = ({ id, name }: Upload) => uploads.some((it) => it.name === name && it.id > id);
  return {
    fresh: open.filter((it) => !refused.has(it.id)),
    failed: open.filter((it) => refused.has(it.id) && !isReplaced(it)),
  };
}
