import type { ObjectStore } from '@tandem/ports';
import { type FileContent, fileContents } from '../bytes/file-contents.ts';
import { storedFile } from '../bytes/stored-file.ts';

/** An upload, recognised before. */
export interface PlannedFile {
  readonly name: string;
  readonly key: string;
  readonly source: string;
}

/** A table of records to stage; `name` is its own among those of a load. */
export interface FileToStage {
  readonly name: string;
  /** Object that holds it. */
  readonly key: string;
  readonly source: string;
  readonly content: FileContent;
}

/**
 * The tables that files hold, in their order: one each, or several where a file is a zip. Where two have one name, the
 * later is numbered, so that name and line say where a record stands; the same files always give the same names.
 *
 * @throws UnreadableFile
 */
export async function unpackFiles(files: readonly PlannedFile[], objects: ObjectStore): Promise<FileToStage[]> {
  const unpacked: FileToStage[] = [];
  const given = new Set<string>();
  for (const { name, key, source } of files) {
    for (const content of await fileContents(await storedFile(objects, name, key))) {
      let own = content.name;
      for (let n = 2; given.has(own); n++) own = `${content.name} (${n})`;
      given.add(own);
      unpacked.push({ name: own, key, source, content });
    }
  }
  return unpacked;
}
