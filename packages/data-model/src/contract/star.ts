import { z } from 'zod';
import { StarDefinition } from '../star/star-definition.ts';
import { operation } from './operation.ts';
import { InProject } from './projects.ts';

export const getStar = operation({
  id: 'getStar',
  method: 'GET',
  path: '/projects/:projectId/star',
  summary: "The project's star: its tables, the files that fill them, and what is forecast",
  tag: 'Star',
  access: 'project',
  params: InProject,
  status: 200,
  response: StarDefinition,
});

export const setStar = operation({
  id: 'setStar',
  method: 'PUT',
  path: '/projects/:projectId/star',
  summary: 'Give a project another star, while its tables have no rows; uploads are recognised anew',
  tag: 'Star',
  access: 'project',
  params: InProject,
  body: StarDefinition,
  refuses: ['conflict', 'unavailable'],
  status: 200,
  response: StarDefinition,
});

export const getStarSchema = operation({
  id: 'getStarSchema',
  method: 'GET',
  path: '/star-schema',
  summary: 'The JSON Schema of a star, for editors',
  tag: 'Star',
  access: 'signed-in',
  status: 200,
  response: z.record(z.string(), z.unknown()),
});
