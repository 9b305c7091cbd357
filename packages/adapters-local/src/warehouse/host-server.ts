import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import process from 'node:process';
import type { Warehouse } from '@tandem/ports';
import { encodeBatch } from './batch-codec.ts';
import { encodeFrame, type Frame, readFrames } from './frames.ts';
import { type Answer, type Call, errorAnswer, type HostState } from './host-protocol.ts';

type WorkCall = Exclude<Call, { op: 'state' | 'hold' | 'stop' }>;

/** Told when the first of some calls or holds comes, and when the last of them has ended; asked what the host is like. */
export interface HostHooks {
  onBusy(): void;
  onIdle(): void;
  /** A client wants the host to end, and nothing needs it. */
  onStop(): void;
  /** Of a host with so many calls under way, which so many hold. */
  state(calls: number, heldBy: readonly string[]): HostState;
}

export interface HostServer {
  /** Takes no further call and waits for those under way, at most `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Serves a warehouse on a unix socket. Whoever holds the database's lock is its only host, so a socket that lies
 * there was left behind by a host that died, and is replaced.
 */
export async function serveWarehouse(warehouse: Warehouse, socketPath: string, hooks: HostHooks): Promise<HostServer> {
  const calls = new Set<Promise<void>>();
  const sockets = new Set<Socket>();
  const holds = new Map<Socket, string>();
  let isStopping = false;
  const isBusy = () => calls.size + holds.size > 0;
  const state = () => hooks.state(calls.size, [...holds.values()]);
  const work = (socket: Socket, call: WorkCall): Promise<void> => {
    if (!isBusy()) hooks.onBusy();
    const answered = answer(warehouse, socket, call).finally(() => {
      calls.delete(answered);
      if (!isBusy()) hooks.onIdle();
    });
    calls.add(answered);
    return answered;
  };
  const hold = async (socket: Socket, what: string, frames: AsyncGenerator<Frame>): Promise<void> => {
    if (!isBusy()) hooks.onBusy();
    holds.set(socket, what);
    await send(socket, { kind: 'accepted', pid: process.pid });
    // Nothing more comes: what is awaited is the end of the connection, however it ends.
    await frames.next().catch(() => undefined);
    holds.delete(socket);
    if (!isBusy()) hooks.onIdle();
  };
  const stop = async (socket: Socket): Promise<void> => {
    const refused = isBusy();
    isStopping ||= !refused;
    await tell(socket, state());
    if (!refused) hooks.onStop();
  };
  const server = createServer(async (socket) => {
    sockets.add(socket);
    // A client that goes away is noticed by the next write; there is nobody to tell.
    socket.on('error', () => undefined);
    const frames = readFrames(socket);
    const call = await firstCall(frames);
    // Asking for the state is no work: whoever looks on does not keep a host from ending.
    if (call?.op === 'state') await tell(socket, state());
    else if (call?.op === 'stop') await stop(socket);
    // What is not accepted has not begun: its client asks the next host.
    else if (call?.op === 'hold' && !isStopping) await hold(socket, call.what, frames);
    else if (call && call.op !== 'hold' && !isStopping) await work(socket, call);
    sockets.delete(socket);
    socket.end();
  });
  rmSync(socketPath, { force: true });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    async stop(graceMs) {
      server.close();
      const grace = new Promise((resolve) => setTimeout(resolve, graceMs).unref());
      await Promise.race([Promise.allSettled(calls), grace]);
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function firstCall(frames: AsyncGenerator<Frame>): Promise<Call | undefined> {
  const first = await frames.next().catch(() => undefined);
  return first?.value?.header as Call | undefined;
}

async function tell(socket: Socket, value: HostState): Promise<void> {
  await send(socket, { kind: 'accepted', pid: process.pid });
  await send(socket, { kind: 'done', value });
}

async function answer(warehouse: Warehouse, socket: Socket, call: WorkCall): Promise<void> {
  await send(socket, { kind: 'accepted', pid: process.pid });
  try {
    if (call.op === 'rows') {
      for await (const batch of warehouse.rows(call.sql)) {
        if (!(await write(socket, encodeBatch(batch)))) return;
      }
    }
    await send(socket, { kind: 'done', value: call.op === 'rows' ? null : await perform(warehouse, call) });
  } catch (error) {
    await send(socket, errorAnswer(error));
  }
}

async function perform(warehouse: Warehouse, call: Exclude<WorkCall, { op: 'rows' }>): Promise<unknown> {
  switch (call.op) {
    case 'run':
      await warehouse.run(call.sql);
      return null;
    case 'transaction':
      return warehouse.transaction(call.statements);
    case 'copyOut':
      return warehouse.copyOut(call.sql, call.key);
  }
}

const send = (socket: Socket, answer: Answer): Promise<boolean> => write(socket, encodeFrame(answer));

/** Writes and waits until the client has room again; false where it has gone. */
async function write(socket: Socket, parts: readonly Buffer[]): Promise<boolean> {
  if (socket.destroyed) return false;
  socket.cork();
  for (const part of parts) socket.write(part);
  socket.uncork();
  if (socket.writableNeedDrain) {
    await new Promise<void>((resolve) => {
      const settle = () => {
        socket.off('drain', settle).off('close', settle);
        resolve();
      };
      socket.on('drain', settle).on('close', settle);
    });
  }
  return !socket.destroyed;
}
