import type { Tool } from '@modelcontextprotocol/server';
import { isRead, type Operation } from '@tandem/data-model/contract';
import type { z } from 'zod';
import { inputOf, jsonSchema, outputOf } from './schemas.ts';
import { isInScope, type Scope } from './scope.ts';

/** An operation as a tool. */
export interface OperationTool {
  readonly operation: Operation;
  /** What an assistant sees of it. */
  readonly definition: Tool;
  /** The verdict on its arguments. */
  readonly input: z.ZodObject;
  /** Whether a call changes something, so that a person has to approve it. */
  readonly changes: boolean;
}

/** The operations of a table that are in scope, as tools. The table is all there is: nothing is described a second time. */
export function toolsOf(operations: Readonly<Record<string, Operation>>, scope: Scope): OperationTool[] {
  return Object.values(operations)
    .filter((it) => isInScope(it, scope))
    .map((it) => toolOf(it, scope));
}

function toolOf(operation: Operation, scope: Scope): OperationTool {
  const changes = !isRead(operation);
  const input = inputOf(operation, scope);
  const { id: name, summary: description, method } = operation;
  const annotations = {
    readOnlyHint: !changes,
    // Of a POST the method does not tell whether it only adds: a load merges, an endpoint moves.
    destructiveHint: changes,
    idempotentHint: !changes || method === 'PUT' || method === 'DELETE',
    openWorldHint: false,
  };
  const schemas = {
    inputSchema: jsonSchema(input, 'input') as Tool['inputSchema'],
    outputSchema: jsonSchema(outputOf(operation), 'output') as NonNullable<Tool['outputSchema']>,
  };
  return { operation, input, changes, definition: { name, description, ...schemas, annotations } };
}
