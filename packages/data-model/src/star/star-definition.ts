import { z } from 'zod';
import { checkFaults } from './check-faults.ts';
import { historyFaults } from './history-faults.ts';
import { sourceFaults } from './source-faults.ts';
import { type Star, StarForm } from './star.ts';
import { type StarFault, tableFaults } from './table-faults.ts';
import { trainingFaults } from './training-faults.ts';

/** A star whose parts fit each other: it can be made, filled, checked and trained on. */
export const StarDefinition = StarForm.superRefine((star, context) => {
  for (const { path, expected, got } of starFaults(star)) {
    context.addIssue({ code: 'custom', path: [...path], message: expected, input: got });
  }
}).meta({
  id: 'StarDefinition',
  title: 'Star definition',
  description: 'A star schema as data: tables, files that fill them, checks, layout, and what is forecast.',
});

/** What in a star of the right form does not fit the rest; none where it can be used. */
export function starFaults(star: Star): StarFault[] {
  return [
    ...tableFaults(star),
    ...historyFaults(star),
    ...sourceFaults(star),
    ...trainingFaults(star),
    ...checkFaults(star),
  ];
}

/** The JSON Schema of a star file, for editors and programs; it tells the form, `StarDefinition` the rest. */
export function starJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(StarForm, { io: 'input' }), title: 'Tandem star definition' };
}
