import type { Load } from '@tandem/data-model/contract';
import type { Connected } from '../connect.ts';
import { type FileForm, fileForms, filesOf, type VersionFile } from './version-files.ts';

/** Something that is asked of an installation, to be killed in its midst. */
export interface Act {
  readonly name: string;
  /** The version that is there once it has come to its end. */
  readonly wanted: number;
  /** The version of the files that it brings, where it brings any. */
  readonly brings: number | undefined;
  send(to: Connected): Promise<Load>;
}

/** What loads have left behind: the version that is there, the newest of all files, and who wrote which. */
export interface Past {
  readonly known: number;
  readonly newest: number;
  /** Ids of loads that succeeded, by the version that they left. */
  readonly loads: ReadonlyMap<number, string>;
}

/** Mostly loads, of every form of file in turn; one act in eight only plans, one in eight reverts. */
export async function drawAct(past: Past, random: () => number, turn: number): Promise<Act> {
  const draw = random();
  const earlier = [...past.loads].filter(([version]) => version !== past.known);
  if (draw < 1 / 8 && earlier.length > 0) return revert(...earlier[Math.floor(random() * earlier.length)]!);
  const form = fileForms[turn % fileForms.length]!;
  return loadOf(past.newest + 1, form, draw >= 7 / 8 ? past.known : undefined);
}

/** Loads the files of a version; with `stays` it only plans to, and that version stays. */
export async function loadOf(version: number, form: FileForm, stays?: number): Promise<Act> {
  const files = await filesOf(version, form);
  const plan = stays !== undefined;
  return {
    name: `${plan ? 'plan' : 'load'} of ${form}`,
    wanted: stays ?? version,
    brings: version,
    async send({ client, projectId }) {
      const uploadIds = [];
      for (const file of files) uploadIds.push((await upload(file, { client, projectId })).id);
      return client.createLoad({ params: { projectId }, body: { uploadIds, plan } });
    },
  };
}

export function upload({ name, bytes }: VersionFile, { client, projectId }: Pick<Connected, 'client' | 'projectId'>) {
  return client.createUpload({ params: { projectId }, query: { name }, body: new Blob([bytes]).stream() });
}

function revert(version: number, loadId: string): Act {
  return {
    name: `revert to version ${version}`,
    wanted: version,
    brings: undefined,
    send: ({ client, projectId }) => client.revertLoad({ params: { projectId, loadId } }),
  };
}
