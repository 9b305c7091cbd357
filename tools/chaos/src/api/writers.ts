import { createHash, randomUUID } from 'node:crypto';
import { ApiError, type createClient } from '@tandem/client';

export type Client = ReturnType<typeof createClient>;

/** A write that was acknowledged: what must be found from then on. */
export interface Acknowledged {
  readonly kind: 'domain' | 'upload' | 'load';
  readonly id: string;
  /** Of an upload: SHA-256 of what was sent. */
  readonly sha256?: string;
}

/** A write that got no answer, to be sent again with its key. */
export type Unanswered = () => Promise<Acknowledged>;

export interface Written {
  /** Grows while they write. */
  readonly acknowledged: readonly Acknowledged[];
  readonly unanswered: readonly Unanswered[];
  /** Resolves when the last of them was cut off. */
  readonly over: Promise<unknown>;
}

const header = 'store_id,store_name,store_address,city,state,country,sales_date,total_sales';

/** Writers that send one write after the other until the server is gone. */
export function write(client: Client, projectId: string, writers: number): Written {
  const acknowledged: Acknowledged[] = [];
  const unanswered: Unanswered[] = [];
  const writer = async () => {
    for (;;) {
      for (const make of [domain(client), upload(client, projectId), load(client, projectId, acknowledged)]) {
        try {
          acknowledged.push(await make());
        } catch (error) {
          // A reply that came is an answer: none of these may be refused.
          if (error instanceof ApiError && error.status < 500) throw error;
          unanswered.push(make);
          return;
        }
      }
    }
  };
  return { acknowledged, unanswered, over: Promise.all(Array.from({ length: writers }, writer)) };
}

function domain(client: Client): Unanswered {
  const idempotencyKey = randomUUID();
  const body = { name: `Domain ${idempotencyKey}`, region: 'eu-west-1' as const };
  return async () => ({ kind: 'domain', id: (await client.createDomain({ body }, { idempotencyKey })).id });
}

function upload(client: Client, projectId: string): Unanswered {
  const idempotencyKey = randomUUID();
  const sales = '1,Kiel,Main 1,Kiel,SH,Germany,2026-01-01,1.50\n'.repeat(1 + Math.floor(Math.random() * 2_000));
  const bytes = new TextEncoder().encode(`${header}\n${sales}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return async () => {
    const args = { params: { projectId }, query: { name: `${idempotencyKey}.csv` }, body: bytes };
    return { kind: 'upload', id: (await client.createUpload(args, { idempotencyKey })).id, sha256 };
  };
}

function load(client: Client, projectId: string, before: readonly Acknowledged[]): Unanswered {
  const idempotencyKey = randomUUID();
  let uploadIds: string[] | undefined;
  return async () => {
    // The same each time it is sent.
    uploadIds ??= [before.findLast((it) => it.kind === 'upload')!.id];
    const args = { params: { projectId }, body: { uploadIds, plan: true } };
    return { kind: 'load', id: (await client.createLoad(args, { idempotencyKey })).id };
  };
}
