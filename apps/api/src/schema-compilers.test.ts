import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { useContractSchemas } from './schema-compilers.ts';

it('takes the same path again as it took it first, and refuses one each time', async () => {
  const app = Fastify();
  useContractSchemas(app);
  const params = z.strictObject({ id: z.string().regex(/^[a-z]+$/), part: z.coerce.number().int() });
  const taken: unknown[] = [];
  app.get('/:id/:part', { schema: { params } }, async (request) => {
    taken.push(request.params);
    return '';
  });

  const statuses = [];
  for (const path of ['/a/1', '/a/1', '/1/1', '/1/1', '/a/x', '/b/1', '/a/1']) {
    statuses.push((await app.inject(path)).statusCode);
  }

  expect(statuses.map((it) => it === 200)).toEqual([true, true, false, false, false, true, true]);
  expect(taken).toEqual(['a', 'a', 'b', 'a'].map((id) => ({ id, part: 1 })));
  await app.close();
});
