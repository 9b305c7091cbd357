import { z } from 'zod';

/** Of the archive itself: readers refuse a higher one. */
export const archiveFormat = 1;

/** A file of a home; its path is below the home's folder, with `/` between names. */
const FileNote = z.strictObject({
  path: z.string().refine(isWithin, 'a path within the home'),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FileNote = z.infer<typeof FileNote>;

/** The last entry of an archive: what is in it, and what can read it. An archive without it was cut off. */
export const Manifest = z.strictObject({
  format: z.int(),
  tandem: z.string(),
  createdAt: z.iso.datetime(),
  postgres: z.strictObject({
    /** Major version, as the cluster notes it. */
    version: z.string(),
    platform: z.string(),
    /** Names of the migrations that the control plane has seen. */
    migrations: z.array(z.string()),
  }),
  folders: z.array(z.string().refine(isWithin, 'a path within the home')),
  files: z.array(FileNote),
});
export type Manifest = z.infer<typeof Manifest>;

/** Files of a cluster are read by the same major version on the same kind of machine. */
export const platform = `${process.platform}-${process.arch}`;

/** Whether a path goes neither out of the folder that it is below, nor is anything but plain names. */
export function isWithin(path: string): boolean {
  return (
    path.length > 0 &&
    path.length <= 4096 &&
    !/[\0\\]/.test(path) &&
    path.split('/').every((it) => it !== '' && it !== '.' && it !== '..')
  );
}
