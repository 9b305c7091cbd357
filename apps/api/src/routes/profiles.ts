import {
  changeProjectProfile,
  createProjectProfile,
  deleteProjectProfile,
  getProfileWithVersions,
  listDrift,
  listProjectProfiles,
} from '@tandem/control-plane';
import { blueprintNames, blueprints, operations } from '@tandem/data-model/contract';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ApiDeps } from '../deps.ts';
import { route } from '../route.ts';

export function addProfiles(app: FastifyInstance, deps: ApiDeps): void {
  const described = blueprintNames.map((name) => ({
    name,
    ...blueprints[name],
    parameters: z.toJSONSchema(blueprints[name].parameters),
  }));
  route(app, operations.listBlueprints, () => ({ blueprints: described }));
  route(app, operations.createProjectProfile, ({ params, body }) => createProjectProfile(deps, params.domainId, body));
  route(app, operations.listProjectProfiles, async ({ params }) => ({
    projectProfiles: await listProjectProfiles(deps, params.domainId),
  }));
  route(app, operations.getProjectProfile, ({ params }) =>
    getProfileWithVersions(deps, params.domainId, params.profileId),
  );
  route(app, operations.changeProjectProfile, ({ params, body }) =>
    changeProjectProfile(deps, params.domainId, params.profileId, body),
  );
  route(app, operations.deleteProjectProfile, async ({ params }) => {
    await deleteProjectProfile(deps, params.domainId, params.profileId);
    return null;
  });
  route(app, operations.listDrift, async ({ params }) => ({ drift: await listDrift(deps, params.domainId) }));
}
