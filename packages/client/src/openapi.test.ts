import { Validator } from '@seriousme/openapi-schema-validator';
import { type Operation, operations } from '@tandem/data-model/contract';
import { expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Record<string, { readonly headers?: Record<string, object> }>;
}

const document = openApiDocument(operations, { version: '1.2.3', serverUrl: 'http://127.0.0.1:4400/' });
const described = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item ?? {}).map(([method, it]) => ({ path, method, ...(it as Described) })),
);

it('is valid by the schema of OpenAPI 3.1', async () => {
  const validator = new Validator();

  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)));

  expect({ valid, errors }).toMatchObject({ valid: true });
  expect(validator.version).toBe('3.1');
});

it('describes every operation of the table once, and nothing else', () => {
  const expected = Object.values<Operation>(operations).map(
    ({ id, method, path }) => `${id} ${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`,
  );

  expect(described.map((it) => `${it.operationId} ${it.method} ${it.path}`).sort()).toEqual(expected.sort());
  expect(document.servers).toEqual([{ url: 'http://127.0.0.1:4400/api/v1' }]);
});

it('asks for a token or a session wherever the table does not say public', () => {
  const open = described.filter((it) => (it as unknown as { security: unknown[] }).security.length === 0);

  expect(open.map((it) => it.operationId).sort()).toEqual([
    'createSession',
    'getHealth',
    'getReadiness',
    'getSignInMethods',
    'startSignIn',
  ]);
});

it('forbids unknown fields in bodies', () => {
  expect(document.components?.schemas).toMatchObject({
    NewProject: { additionalProperties: false },
    NewTrainingRun: { additionalProperties: false },
    TrainingJob: { additionalProperties: false },
  });
});

it('refers to nothing that is missing', () => {
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
  const components = document.components as Record<string, Record<string, unknown>>;

  const missing = references.filter(([, kind, name]) => components[kind!]?.[name!] === undefined);

  expect(references.length).toBeGreaterThan(100);
  expect(missing).toEqual([]);
});

it('says of a stream what each event is, whose data is JSON in a text', () => {
  const stream = document.paths?.['/projects/{projectId}/events']?.get?.responses?.['200'] as unknown as {
    readonly content: Record<string, { readonly schema: unknown }>;
  };

  expect(stream.content['text/event-stream']?.schema).toMatchObject({
    anyOf: [
      {
        required: ['id', 'data'],
        properties: {
          data: { contentMediaType: 'application/json', contentSchema: { $ref: '#/components/schemas/Project' } },
        },
      },
      { required: ['event', 'data'], properties: { event: { const: 'end' } } },
    ],
  });
});

it('offers a 304 only where the ETag is of the whole reply', () => {
  const reads = described.filter(({ responses }) => responses['200']?.headers?.ETag);
  const parametersOf = ({ parameters = [] }: Described) => parameters.map((it) => it.name);

  expect(reads.filter((it) => it.responses['304']).map((it) => it.operationId)).toEqual(['getStar']);
  expect(reads.filter((it) => parametersOf(it).includes('If-None-Match')).map((it) => it.operationId)).toEqual([
    'getStar',
  ]);
  expect(reads.map((it) => it.operationId)).toEqual(expect.arrayContaining(['getWorkflow', 'getConnection']));
  expect(reads.find((it) => it.operationId === 'getWorkflow')?.responses['200']?.headers?.ETag).toMatchObject({
    description: expect.stringContaining('for If-Match'),
  });
});
