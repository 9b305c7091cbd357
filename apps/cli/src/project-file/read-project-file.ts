import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Fault, InvalidInput } from '@tandem/data-model';
import { fieldsAt, schemaFaults } from '@tandem/data-model/contract';
import { ProjectFile, type WholeProjectFile } from '@tandem/data-model/project-file';
import { closest, distance } from 'fastest-levenshtein';
import { type Document, isCollection, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { readStar } from '../verbs/read-star.ts';

const mend =
  'Change what is named; docs/project-file.md has an example, and `tandem project-file schema` prints the JSON Schema.';

/** A project file, with the star from where it lies. Throws InvalidInput that names line and column of all that does not fit. */
export function readProjectFile(file: string): WholeProjectFile {
  const read = parseProjectFile(textOf(file), file);
  const { star, ...rest } = read;
  if (typeof star !== 'string') return { ...rest, ...(star ? { star } : {}) };
  return { ...rest, star: readStar(path.resolve(path.dirname(file), star)) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidInput(
      `${file} cannot be read as a project file: ${(cause as Error).message}`,
      'Give another one with -f, or write one of what there is: tandem export --out tandem.yaml',
      { cause },
    );
  }
}

/** What a text says; `name` stands in the sentences of what does not fit. */
export function parseProjectFile(text: string, name: string): ProjectFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const [wrong] = [...document.errors, ...document.warnings];
  if (wrong) throw new InvalidInput(`${place(wrong.pos[0])}: this is no YAML: ${wrong.message}`, mend);
  const value = dataOf(document, name);
  const read = ProjectFile.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  const faults = read.error.issues.flatMap((issue) =>
    schemaFaults(ProjectFile, [issue]).flatMap((fault) => withPlace(fault, issue, document, place)),
  );
  const [first] = faults;
  const more =
    faults.length > 1 ? ` There ${faults.length === 2 ? 'is 1 more' : `are ${faults.length - 1} more`}.` : '';
  throw new InvalidInput(`${first?.at} must be ${first?.expected}, not ${first?.got}.${more}`, mend, {
    faults: faults.slice(1),
  });
}

/** The data of a document. An alias that grows into more than a file could hold is refused by the parser. */
function dataOf(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw new InvalidInput(`${name} is no project file: ${(cause as Error).message}`, mend, { cause });
  }
}

/** A fault with its line; of keys that there are not, one for each, with the key that is meant. */
function withPlace(
  fault: Fault,
  issue: z.core.$ZodIssue,
  document: Document,
  place: (offset: number) => string,
): Fault[] {
  const steps = fault.at === '' ? [] : fault.at.split('.');
  if (issue.code !== 'unrecognized_keys') {
    return [{ ...fault, at: `${place(offsetOf(document, steps))}: ${fault.at || 'the file'}` }];
  }
  const fields = fieldsAt(ProjectFile, issue.path);
  return issue.keys.map((key) => {
    const meant = fields.length > 0 ? closest(key, fields) : undefined;
    const isNear = meant !== undefined && distance(key, meant) <= 3;
    return {
      at: `${place(offsetOf(document, [...steps, key]))}: ${steps.join('.') || 'the file'}`,
      expected: isNear ? `with "${meant}"` : fault.expected,
      got: `"${key}"`,
    };
  });
}

/** Where a value begins in the text, or the key of one; of what is missing, where the thing begins that lacks it. */
function offsetOf(document: Document, steps: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of ['', ...steps]) {
    if (step !== '') {
      if (isMap(node)) {
        const pair = node.items.find((it) => isScalar(it.key) && String(it.key.value) === step);
        if (!pair) return offset;
        if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
        node = pair.value;
        continue;
      }
      node = isCollection(node) ? node.get(Number(step), true) : undefined;
    }
    if (!isNode(node) || !node.range) return offset;
    offset = node.range[0];
  }
  return offset;
}
