import { problemStatuses } from '@tandem/client/openapi';
import { type Operation, type Operations, operations, Problem } from '@tandem/data-model/contract';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogCases } from './operations/catalog-cases.ts';
import { derivedCases } from './operations/derived-cases.ts';
import { forecastCases } from './operations/forecast-cases.ts';
import { lifeCycleCases } from './operations/life-cycle-cases.ts';
import { loadCases } from './operations/load-cases.ts';
import { projectCases } from './operations/project-cases.ts';
import { queryCases } from './operations/query-cases.ts';
import { type Cases, openScene, type Scene } from './operations/scene.ts';
import { starCases } from './operations/star-cases.ts';
import { trainingCases } from './operations/training-cases.ts';
import type { CallOptions } from './start-app.ts';

/**
 * Every operation in every status that it can have, on one server. What follows from its input and its access is made
 * from the contract; what it does and what else it refuses stands in the cases of its feature. A status without a case
 * fails.
 */
let scene: Scene;
let cases: Cases;
beforeAll(async () => {
  scene = await openScene();
  cases = {
    ...projectCases(scene),
    ...lifeCycleCases(scene),
    ...catalogCases(scene),
    ...starCases(scene),
    ...loadCases(scene),
    ...queryCases(scene),
    ...trainingCases(scene),
    ...forecastCases(scene),
  };
}, 60_000);
afterAll(() => scene.stop());

const isGood = (status: number) => status < 300;

/** Asks for a session where the case says nothing of credentials. */
const call = async (operation: Operation, options: CallOptions): Promise<LightMyRequestResponse> => {
  const token = options.token === 'of the world' ? await scene.api.token(scene.world.project.id) : options.token;
  const { token: _, ...rest } = options;
  return scene.api.call(operation, { cookie: scene.cookie, ...rest, ...(token === undefined ? {} : { token }) });
};

describe.each(Object.values(operations) as Operation[])('$id', (operation) => {
  it.each([operation.status, ...problemStatuses(operation)])('answers %i as the contract says', async (status) => {
    const own: Cases[keyof Operations] = cases[operation.id as keyof Operations];
    const good = Object.entries(own).find(([it]) => isGood(Number(it)))![1];
    const options = await (own[status]?.() ?? derivedCases[status]?.(operation, await good()));
    if (!options) throw new Error(`no case makes ${operation.id} answer ${status}`);

    const reply = await call(operation, options);

    expect({ status: reply.statusCode, body: reply.statusCode === status ? '' : reply.body }).toEqual({
      status,
      body: '',
    });
    if (!isGood(status)) {
      expect(reply.headers['content-type']).toBe('application/problem+json');
      expect(Problem.parse(reply.json())).toMatchObject({ status, requestId: reply.headers['x-request-id'] });
    } else if (status === 204) {
      expect(reply.body).toBe('');
    } else if (operation.produces) {
      expect(reply.headers['content-type']).toContain(operation.produces);
    } else {
      operation.response.parse(reply.json());
    }
  });
});
