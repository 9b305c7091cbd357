import { z } from 'zod';
import { name } from './star-names.ts';

/** What a check that fails does: a critical one stops the load or the training, a warning is only said. */
export const Severity = z.enum(['critical', 'warning']);
export type Severity = z.output<typeof Severity>;

const severity = Severity.default('warning');

/**
 * A claim about a star as a load leaves it, asked before anything is written. That fields are filled, finite, in the
 * range of their source, unique by key and known to their dimension follows from the rest of the definition, record by
 * record; it is not declared here.
 */
export const StarCheck = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('calendar_gaps'), severity, table: name })
    .describe("No day lies without a row between the first and the last: of a dimension's day, or of a fact's"),
  z
    .strictObject({ kind: z.literal('freshness'), severity, table: name, maxAgeDays: z.number().int().min(0) })
    .describe('The last day of a fact is not long past'),
  z
    .strictObject({
      kind: z.literal('row_count_drift'),
      severity,
      source: name,
      factor: z.number().min(1),
      leastLoads: z.number().int().min(1).describe('With fewer earlier loads there is nothing to compare with'),
    })
    .describe('A source brings neither `factor` times as many records as the median of earlier loads, nor as few'),
  z
    .strictObject({
      kind: z.literal('range'),
      severity,
      table: name,
      column: name,
      min: z.number().exactOptional(),
      max: z.number().exactOptional(),
    })
    .describe('The values of a column that are written lie within bounds, both included'),
]);
export type StarCheck = z.output<typeof StarCheck>;
