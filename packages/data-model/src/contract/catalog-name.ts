import { z } from 'zod';

const longest = 64;

/** The name of a project's catalog; a refusal shows a valid one, made from what was given. */
export const CatalogName = z
  .string()
  .regex(/^[a-z0-9_-]{1,64}$/, {
    error: ({ input }) =>
      `1 to ${longest} lower-case letters, digits, _ and -, such as ${validCatalogName(String(input))}`,
  })
  .describe('1 to 64 lower-case letters, digits, _ and -, e.g. sales-forecasting-catalog');

/** The nearest name that the rule allows: accents are dropped, anything else that does not fit becomes a hyphen. */
export function validCatalogName(text: string): string {
  const name = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  return name === '' ? 'sales-catalog' : name;
}
