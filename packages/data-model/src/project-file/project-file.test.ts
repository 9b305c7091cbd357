import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { projectFileJsonSchema } from './project-file.ts';

const published = new URL('../../../../docs/project-file.schema.json', import.meta.url);

it('is published as a JSON Schema; `tandem project-file schema > docs/project-file.schema.json` writes it anew', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(JSON.stringify(projectFileJsonSchema())));
});

it('refuses unknown keys by its schema, at the top and deep down', () => {
  const { additionalProperties, properties } = projectFileJsonSchema() as {
    additionalProperties: boolean;
    properties: { project: { additionalProperties: boolean } };
  };

  expect([additionalProperties, properties.project.additionalProperties]).toEqual([false, false]);
});
