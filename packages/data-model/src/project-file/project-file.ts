import { z } from 'zod';
import { NewDomain } from '../contract/domains.ts';
import { EndpointName } from '../contract/endpoints.ts';
import { NewProjectProfile } from '../contract/project-profiles.ts';
import { NewProject } from '../contract/projects.ts';
import { Persona, ProjectRole } from '../contract/roles.ts';
import { StarTrainingJob } from '../contract/training-job.ts';
import { WorkflowDefinition } from '../contract/workflows.ts';
import { StarDefinition } from '../star/star-definition.ts';

const OfModel = z.strictObject({
  model: EndpointName.describe('A training job of this file, whose newest model is meant'),
});

const Form = z.strictObject({
  version: z.literal(1).describe('Of the form of this file'),
  domain: NewDomain,
  profile: NewProjectProfile,
  project: NewProject.pick({ name: true, catalogName: true }).strict(),
  members: z
    .record(
      z.string().trim().min(1).max(100),
      z.strictObject({
        role: ProjectRole,
        persona: Persona.optional().describe('What they are shown first; without it, whatever it is is left'),
      }),
    )
    .default({})
    .describe('Users of the domain by the name that they sign in with, and groups by their name'),
  star: z
    .union([z.string().min(1).describe('A JSON file, from the folder of this one'), StarDefinition])
    .optional()
    .describe('Without it, whatever star the project has is left'),
  training: z
    .record(EndpointName, StarTrainingJob)
    .default({})
    .describe('Training jobs by name; each gives a model of that name'),
  endpoints: z.record(EndpointName, OfModel).default({}),
  batchForecasts: z
    .record(
      EndpointName,
      OfModel.extend({
        horizon: z.int().min(1).max(500).optional().describe('Steps ahead; without it, those of the training job'),
      }),
    )
    .default({})
    .describe('Forecasts of every item, by a name that this file alone knows'),
  workflows: z
    .record(EndpointName, WorkflowDefinition)
    .default({})
    .describe('Chains of load, train, gate, deploy and batch forecast by name, and what starts them'),
});

/** A project as a file: what there should be. Nothing that it does not name is taken away. */
export const ProjectFile = Form.superRefine(({ training, endpoints, batchForecasts }, context) => {
  const names = Object.keys(training);
  const expected =
    names.length > 0 ? `one of ${names.join(', ')}, the training jobs` : 'a training job, of which there is none';
  for (const [part, things] of Object.entries({ endpoints, batchForecasts })) {
    for (const [name, { model }] of Object.entries(things)) {
      if (names.includes(model)) continue;
      context.addIssue({ code: 'custom', path: [part, name, 'model'], message: expected, input: model });
    }
  }
}).meta({ id: 'ProjectFile' });
export type ProjectFile = z.infer<typeof ProjectFile>;
/** As it is written: what has a default may be left out. */
export type WrittenProjectFile = z.input<typeof ProjectFile>;

/** The JSON Schema of a project file, for editors; it tells the form, `ProjectFile` the rest. */
export function projectFileJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(Form, { io: 'input' }), title: 'Tandem project file' };
}
