import { z } from 'zod';

/** What somebody may be: of a domain, of a unit of it and all below, or of one project. */
export const roles = [
  'domain-owner',
  'domain-unit-owner',
  'project-owner',
  'contributor',
  'viewer',
  'steward',
] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** What a member of a project may be. */
export const ProjectRole = z.enum(['project-owner', 'contributor', 'viewer', 'steward']);
export type ProjectRole = z.infer<typeof ProjectRole>;

/** What a person is shown first. It gives no right. */
export const Persona = z.enum(['administrator', 'data-engineer', 'ml-engineer', 'analyst', 'steward']);
export type Persona = z.infer<typeof Persona>;

/**
 * What a call needs on the thing it is on: to look, and ask in SQL or for a forecast; to carry data to forecasts; to keep
 * the catalog; to decide who and what there is.
 */
export const rights = ['read', 'operate', 'curate', 'manage'] as const;
export const Right = z.enum(rights);
export type Right = z.infer<typeof Right>;

/** Rights that a role has on the projects it reaches. */
export const rightsOf: Readonly<Record<Role, readonly Right[]>> = {
  'domain-owner': rights,
  'domain-unit-owner': rights,
  'project-owner': rights,
  contributor: ['read', 'operate'],
  viewer: ['read'],
  steward: ['read', 'curate'],
};
