import { z } from 'zod';
import { DomainId, InDomain } from './domains.ts';
import { id, instant, operation } from './operation.ts';

export const TermId = id('trm', 'glossary term');
const word = z.string().trim().max(100);

/** A word of the business, in both languages, and what else people call it. */
export const Term = z
  .object({
    id: TermId,
    domainId: DomainId,
    ko: z.string(),
    en: z.string(),
    description: z.string(),
    synonyms: z.array(z.string()),
    createdAt: instant,
  })
  .meta({ id: 'Term' });
export type Term = z.infer<typeof Term>;

export const NewTerm = z
  .strictObject({
    ko: word.default(''),
    en: word.default(''),
    description: z.string().trim().max(2_000).default(''),
    synonyms: z.array(word.min(1)).max(50).default([]).describe('In any language; a search for one finds all'),
  })
  .refine(({ ko, en }) => ko !== '' || en !== '', { path: ['ko'], error: 'a name in Korean or in English' })
  .meta({ id: 'NewTerm', examples: [{ ko: '매출', en: 'sales', description: '', synonyms: [] }] });
export type NewTerm = z.infer<typeof NewTerm>;

const InTerm = InDomain.extend({ termId: TermId });

export const createTerm = operation({
  id: 'createTerm',
  method: 'POST',
  path: '/domains/:domainId/glossary',
  summary: "Add a term to a domain's glossary",
  tag: 'Catalog',
  access: 'domain',
  right: 'curate',
  params: InDomain,
  body: NewTerm,
  refuses: ['conflict'],
  status: 201,
  response: Term,
});

export const listTerms = operation({
  id: 'listTerms',
  method: 'GET',
  path: '/domains/:domainId/glossary',
  summary: 'The terms of a domain, oldest first; or those that a search finds, best first',
  tag: 'Catalog',
  access: 'domain',
  params: InDomain,
  query: z.strictObject({ search: z.string().max(200).default('') }),
  status: 200,
  response: z.object({ terms: z.array(Term) }),
});

export const changeTerm = operation({
  id: 'changeTerm',
  method: 'PUT',
  path: '/domains/:domainId/glossary/:termId',
  summary: 'Change a term',
  tag: 'Catalog',
  access: 'domain',
  right: 'curate',
  params: InTerm,
  body: NewTerm,
  refuses: ['conflict'],
  status: 200,
  response: Term,
});

export const deleteTerm = operation({
  id: 'deleteTerm',
  method: 'DELETE',
  path: '/domains/:domainId/glossary/:termId',
  summary: 'Delete a term; entries that have it lose it',
  tag: 'Catalog',
  access: 'domain',
  right: 'curate',
  params: InTerm,
  status: 204,
  response: z.null(),
});
