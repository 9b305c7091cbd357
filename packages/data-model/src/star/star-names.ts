import { z } from 'zod';

/** What a table, a column or a schema may be called: safe in every dialect. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower-case letters, digits and _, at most 63, beginning with a letter');

/** The name of a file's column as headers are compared: lower case, `_` for spaces and hyphens; any alphabet. */
export const FieldName = z
  .string()
  .regex(
    /^(?!\p{Lu})[\p{L}\p{N}][^\s\p{Cc}\p{Lu}"-]{0,126}$/u,
    'a name in lower case, with _ for spaces and hyphens, at most 127',
  );
