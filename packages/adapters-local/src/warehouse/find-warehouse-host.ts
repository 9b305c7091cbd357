import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import type { Home } from '../home.ts';
import { encodeFrame, readFrames } from './frames.ts';
import type { Answer, Call, HostState } from './host-protocol.ts';

/** Where the host of a project's warehouse listens. */
export const warehouseSocket = (home: Home, projectId: string): string => path.join(home.sockets, `${projectId}.sock`);

/** The process that owns a project's warehouse now; undefined where none runs. */
export async function findWarehouseHost(home: Home, projectId: string): Promise<number | undefined> {
  return (await askWarehouseHost(home, projectId))?.pid;
}

/**
 * The process and its state, without keeping it from its idle end; undefined where none runs. One that is asked to stop
 * does, where the state says that nothing needs it.
 */
export async function askWarehouseHost(
  home: Home,
  projectId: string,
  op: 'state' | 'stop' = 'state',
): Promise<HostState | undefined> {
  const socket = connect(warehouseSocket(home, projectId));
  try {
    await once(socket, 'connect');
    const call: Call = { op };
    for (const part of encodeFrame(call)) socket.write(part);
    for await (const { header } of readFrames(socket)) {
      const answer = header as Answer;
      if (answer.kind === 'done') return answer.value as HostState;
      if (answer.kind !== 'accepted') return undefined;
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}
