import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { problemStatus } from './contract/problem.ts';
import * as errors from './errors.ts';

const documented = new Map(
  [
    ...readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8').matchAll(
      /^\| `(\w+)` +\| (\d+) +\|/gm,
    ),
  ].map(([, code, status]) => [code, Number(status)]),
);
const known = [
  new errors.InvalidInput('', ''),
  new errors.NotFound('', ''),
  new errors.Conflict('', ''),
  new errors.QuotaExceeded('', ''),
  new errors.Unauthenticated(),
  new errors.TooManyTries('Too many tries.', 2),
  new errors.Forbidden('', ''),
  new errors.ChangedSince('', ''),
  new errors.KeyReused('', ''),
  new errors.TooManyRequests('', ''),
  new errors.TooLarge('', ''),
  new errors.ChecksumMismatch('', ''),
  new errors.UnrecognisedFile('', ''),
  new errors.UnreadableFile('', ''),
  new errors.LoadRejected('', ''),
  new errors.CheckFailed('', ''),
  new errors.GateRefused('', ''),
  new errors.NothingToForecast('', ''),
  new errors.ImportedModelFailed('', ''),
  new errors.RuntimeMissing('', ''),
  new errors.ModelUnreadable('', ''),
  new errors.InvalidQuery('', ''),
  new errors.QueryLimit('', ''),
  new errors.Cancelled(''),
  new errors.LeaseLost(''),
  new errors.WorkerLost(5),
  new errors.HostNotAllowed('', ''),
  new errors.ConnectionFailed('', ''),
  new errors.SecretUnreadable('', ''),
  new errors.Unavailable('', ''),
  new errors.OutcomeUnknown('', ''),
  new errors.DiskFull('', ''),
];

it('are all explained in docs/errors.md, with the status that the API gives them', () => {
  const ofClasses = Object.fromEntries(known.map(({ code, kind }) => [code, problemStatus[kind]]));
  const ofHttpAlone = { TIMED_OUT: 408, UNSUPPORTED_MEDIA_TYPE: 415, INTERNAL: 500 };

  expect(Object.fromEntries(documented)).toEqual({ ...ofClasses, ...ofHttpAlone });
});

it('are all tried above', () => {
  const abstract = [errors.KnownError, errors.ForwardedError] as unknown[];
  const classes = Object.values(errors).filter(
    (it) => typeof it === 'function' && 'prototype' in it && !abstract.includes(it),
  );

  const errorClasses = classes.filter((it) => (it as { prototype: unknown }).prototype instanceof Error);
  expect(new Set(known.map((it) => it.constructor))).toEqual(new Set(errorClasses));
});

it('cross to another process with code, kind, sentence, mend and faults', () => {
  const faults = [{ at: 'body.x', expected: 'a', got: 'b' }];

  const there = new errors.ForwardedError(errors.toWire(new errors.Conflict('Taken.', 'Choose another.', { faults })));

  expect(there).toMatchObject({
    code: 'CONFLICT',
    kind: 'conflict',
    message: 'Taken.',
    mend: 'Choose another.',
    faults,
  });
});

it('keep of a foreign error what a log may have, and no row that it quotes', () => {
  const foreign = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(Ann) exists.' });

  const logged = errors.forLog(new errors.Conflict('Taken.', 'Choose another.', { cause: foreign }));

  expect(logged).toMatchObject({
    message: 'Taken.',
    code: 'CONFLICT',
    cause: { message: 'duplicate key', code: '23505' },
  });
  expect(JSON.stringify(logged)).not.toContain('Ann');
});

it('names the plural of what is not there', () => {
  expect(new errors.NotFound('catalog entry', 'x').mend).toContain('the catalog entries you can see');
  expect(new errors.NotFound('project', 'x').mend).toContain('the projects you can see');
});
