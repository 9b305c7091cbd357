import type { Operation } from '@tandem/data-model/contract';
import { adapted } from './adapted.ts';
import type { Input, Inputs } from './inputs-of.ts';
import { verbOf } from './verb-of.ts';

/** A word of the command line that stands without a flag. */
export interface Positional {
  readonly word: string;
  readonly required: boolean;
  readonly description: string;
  /** The field that it is; undefined for the file of a whole body, or what only the printed text looks at. */
  readonly input: Input | undefined;
}

export interface Arguments {
  readonly positional: readonly Positional[];
  readonly flags: readonly Input[];
  readonly wholeBody: Inputs['wholeBody'];
}

/**
 * What of an operation's fields are arguments and what are flags: those of its path are arguments, in the order of the
 * path. The project is neither, except among the verbs of projects: --project, or TANDEM_PROJECT, names it for all.
 */
export function argumentsOf(operation: Operation, { fields, wholeBody }: Inputs): Arguments {
  const { positional = [], file, extra } = adapted[operation.id] ?? {};
  const isOfProjects = verbOf(operation)[0] === 'projects';
  const path = operation.path.split('/').flatMap((it) => (it.startsWith(':') ? [it.slice(1)] : []));
  const inPath = path.flatMap((name) => fields.filter((it) => it.part === 'params' && it.name === name));
  const named = positional.flatMap((name) => fields.filter((it) => it.part !== 'params' && it.name === name));
  const own = [...inPath.filter((it) => it.name !== 'projectId'), ...named].map((it) => ({
    word: wordOf(it),
    required: it.required,
    description: it.idPrefixes ? `${it.description || 'Its id'}, or its name where it has one` : it.description,
    input: it,
  }));
  const project = inPath.filter((it) => isOfProjects && it.name === 'projectId');
  return {
    positional: [
      ...own,
      ...project.map((input) => ({ word: 'project', required: false, description: 'its id or name', input })),
      ...(file
        ? [{ word: file, required: true, description: 'a JSON file, or - for standard input', input: undefined }]
        : []),
      ...(extra ? [{ ...extra, required: false, input: undefined }] : []),
    ],
    flags: fields.filter((it) => it.part !== 'params' && !named.includes(it)),
    wholeBody: file || (wholeBody === 'json' && named.length > 0) ? undefined : wholeBody,
  };
}

/** `loadId` as `load`. */
const wordOf = ({ flag }: Input) => flag.replace(/-id$/, '');
