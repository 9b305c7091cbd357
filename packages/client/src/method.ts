import type { Readable } from 'node:stream';
import type { Operation } from '@tandem/data-model/contract';
import type { z } from 'zod';

/** A body that is sent as it is: a browser's `File`, a buffer, or a stream of either platform. */
export type Bytes = Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | Readable;

type Optional<T> = T extends undefined ? true : object extends T ? true : false;
type Part<Name extends string, T> =
  Optional<T> extends true ? { readonly [K in Name]?: T } : { readonly [K in Name]: T };
type Input<O, Name extends 'params' | 'query'> = O extends { readonly [K in Name]: infer S extends z.ZodType }
  ? Part<Name, z.input<S>>
  : unknown;
type Body<O> = O extends { readonly body: 'bytes' }
  ? { readonly body: Bytes }
  : O extends { readonly body: infer S extends z.ZodType }
    ? { readonly body: z.input<S> }
    : unknown;

/** What a call takes: path parameters, query and body, each where the operation has it. */
export type Arguments<O extends Operation> = Input<O, 'params'> & Input<O, 'query'> & Body<O>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Names the request, so that it can be sent again within 24 hours without being done twice. */
  readonly idempotencyKey?: string;
  /** Makes the change only while the thing is as it was when it had this ETag; `*`: while it exists. */
  readonly ifMatch?: string;
  /** Is told the ETag of the reply, where it has one: what `ifMatch` of a change takes. */
  readonly onTag?: (etag: string) => void;
  /** Where a reply of CSV goes as it arrives, in place of the result, which then is empty. */
  readonly to?: WritableStream<Uint8Array>;
}

/** What a call gives: the parsed reply; for events an iterable that reconnects; for other text, the text. */
export type Result<O extends Operation> = O extends { readonly produces: 'text/event-stream' }
  ? AsyncIterable<z.output<O['response']>>
  : Promise<O extends { readonly produces: 'text/csv' } ? string : z.output<O['response']>>;

/** One operation as a function. Options come last; arguments may be left out where none is needed. */
export type Method<O extends Operation> =
  object extends Arguments<O>
    ? (args?: Arguments<O>, options?: CallOptions) => Result<O>
    : (args: Arguments<O>, options?: CallOptions) => Result<O>;
