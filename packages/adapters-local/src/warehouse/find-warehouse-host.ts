import { once } from 'node:events';
import { connect } from 'node:net';
import path from 'node:path';
import type { Home } from '../home.ts';
import { encodeFrame, readFrames } from './frames.ts';
import type { Answer, Call } from './host-protocol.ts';

/** Where the host of a project's warehouse listens. */
export const warehouseSocket = (home: Home, projectId: string): string => path.join(home.sockets, `${projectId}.sock`);

/** The process that owns a project's warehouse now; undefined where none runs. */
export async function findWarehouseHost(home: Home, projectId: string): Promise<number | undefined> {
  const socket = connect(warehouseSocket(home, projectId));
  try {
    await once(socket, 'connect');
    const call: Call = { op: 'run', sql: 'select 1' };
    for (const part of encodeFrame(call)) socket.write(part);
    const { value } = await readFrames(socket).next();
    const answer = value?.header as Answer | undefined;
    return answer?.kind === 'accepted' ? answer.pid : undefined;
  } catch {
    return undefined;
  } finally {
    socket.destroy();
  }
}
