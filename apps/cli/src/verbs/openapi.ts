import type { Command } from 'commander';
import { readSettings } from '../settings.ts';
import { version } from '../version.ts';

/** `tandem openapi`: the OpenAPI 3.1 document, without a server. */
export function addOpenApi(program: Command): void {
  program
    .command('openapi')
    .description('print the OpenAPI 3.1 document of the REST API')
    .action(async () => {
      const { openApiDocument } = await import('@tandem/client/openapi');
      const { operations } = await import('@tandem/data-model/contract');
      const serverUrl = `http://127.0.0.1:${readSettings(process.env).port}`;
      process.stdout.write(`${JSON.stringify(openApiDocument(operations, { version, serverUrl }), null, 2)}\n`);
    });
}
