import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { checkPort, freePort } from './port.ts';

it('says which port is in use and how to give another', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');

  await expect(checkPort(port)).rejects.toMatchObject({
    message: `Port ${port} of 127.0.0.1 is in use by another program.`,
    mend: expect.stringContaining('TANDEM_PORT='),
  });
  server.close();
});

it('leaves a free port free', async () => {
  const port = await freePort();

  await checkPort(port);

  await expect(checkPort(port)).resolves.toBeUndefined();
});
