import type { WrittenProjectFile } from '@tandem/data-model/project-file';
import { stringify } from 'yaml';

/** A project file as YAML, which an editor checks by the published schema. */
export function projectFileText(file: WrittenProjectFile, notes: readonly string[] = []): string {
  const filled = Object.fromEntries(
    Object.entries(file).filter(([, it]) => typeof it !== 'object' || Object.keys(it).length > 0),
  );
  // Names such as `no` and dates stay what they are for readers of YAML 1.1 too.
  const text = stringify(filled, { lineWidth: 120, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  return [
    '# What there should be of a project; `tandem apply` makes it so. Schema: `tandem project-file schema`.\n',
    ...notes.map((it) => `# ${it}\n`),
    text,
  ].join('');
}
