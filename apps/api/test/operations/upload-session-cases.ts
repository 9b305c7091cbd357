import { createHash } from 'node:crypto';
import { operations } from '@tandem/data-model/contract';
import { salesHeader } from '../world.ts';
import type { Cases, Scene } from './scene.ts';

const text = `${salesHeader}\n`;
const sha256 = createHash('sha256').update(text).digest('hex');

/** Cases of uploads in parts. */
export function uploadSessionCases({ api, cookie, empty, inEmpty }: Scene) {
  let files = 0;
  const file = () => ({ name: `${++files}.csv`, bytes: text.length, sha256 });
  const begun = async (projectId = empty.id) => {
    const options = { cookie, params: { projectId }, body: file() };
    const { id } = (await api.call(operations.createUploadSession, options)).json();
    return { params: { projectId, uploadSessionId: id as string } };
  };
  const part = async () => ({ params: { ...(await begun()).params, part: '1' }, query: { sha256 }, body: text });
  const received = async () => {
    const options = await part();
    await api.call(operations.putUploadPart, { cookie, ...options });
    return { params: options.params };
  };
  return {
    createUploadSession: {
      201: () => ({ ...inEmpty(), body: file() }),
      409: async () => {
        const { id } = await api.project();
        for (let n = 0; n < 50; n++) await begun(id);
        return { params: { projectId: id }, body: file() };
      },
    },
    listUploadSessions: {
      200: async () => {
        await begun();
        return inEmpty();
      },
    },
    getUploadSession: { 200: begun },
    putUploadPart: { 200: part },
    completeUploadSession: { 201: received, 409: begun },
    deleteUploadSession: { 204: begun },
  } satisfies Partial<Cases>;
}
