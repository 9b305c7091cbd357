import type { Operation } from '@tandem/data-model/contract';
import { type QueryFormat, queryOutput } from '../terminal/query-output.ts';
import type { Call, Options } from './read-call.ts';
import { recordText } from './record-text.ts';
import { texts } from './texts.ts';

/** A reply, and what it is a reply to. */
export interface Shown {
  readonly reply: unknown;
  readonly call: Call;
  readonly options: Options;
  /** The last word that only the text looks at. */
  readonly extra: string | undefined;
  /** Columns of the terminal that it is shown on; undefined where it is shown whole. */
  readonly width?: number | undefined;
}

/** A reply for a person: as the operation has it, or as tables of whatever fields there are. */
export function textOfReply({ id, status }: Operation, shown: Shown): string {
  if (status === 204) return 'Done.\n';
  const { format } = shown.options;
  const own = texts[id];
  if (own) return own(shown);
  if (format === undefined) return recordText(shown.reply, shown.width);
  return queryOutput(shown.reply as Parameters<typeof queryOutput>[0], format as QueryFormat);
}
