import {
  type CatalogEntry,
  entryKinds,
  type JobKind,
  type JobState,
  jobKinds,
  jobStates,
} from '@tandem/data-model/contract';
import { z } from 'zod';
import { type Range, ranges } from '../charts/range.ts';

/**
 * What stands behind the `?` of each page: the state that a link must bring back. A value that cannot be read is left
 * out rather than refused, so that an old link still opens the page.
 */
type Raw = Record<string, unknown>;

export function files(it: Raw): { load?: string; rejects?: number } {
  return { ...text(it, 'load'), ...count(it, 'rejects') };
}

export function compare(it: Raw): { from?: string; to?: string; rows?: number } {
  return { ...text(it, 'from'), ...text(it, 'to'), ...count(it, 'rows') };
}

export function table(it: Raw): { page?: number; row?: string } {
  return { ...count(it, 'page'), ...text(it, 'row') };
}

export function connections(it: Raw): { connection?: string } {
  return text(it, 'connection');
}

export function lineage(it: Raw): { table?: string } {
  return text(it, 'table');
}

export function star(it: Raw): { view?: 'text' | 'proposal' } {
  return it.view === 'text' || it.view === 'proposal' ? { view: it.view } : {};
}

const peopleParts = ['groups', 'units', 'owners', 'permission'] as const;

/** A part of the people of a domain, users where it does not say, and what is chosen or asked there. */
export function people(it: Raw): {
  part?: (typeof peopleParts)[number];
  id?: string;
  user?: string;
  operation?: string;
  project?: string;
} {
  const part = peopleParts.find((known) => known === it.part);
  return {
    ...(part ? { part } : {}),
    ...text(it, 'id'),
    ...text(it, 'user'),
    ...text(it, 'operation'),
    ...text(it, 'project'),
  };
}

export function jobs(it: Raw): { kind?: JobKind; state?: JobState; page?: number; job?: string } {
  return { ...oneOf(it, 'kind', jobKinds), ...oneOf(it, 'state', jobStates), ...count(it, 'page'), ...text(it, 'job') };
}

export function workflows(it: Raw): { workflow?: string; run?: string } {
  return { ...text(it, 'workflow'), ...text(it, 'run') };
}

export function audit(it: Raw) {
  return {
    ...{ ...text(it, 'actor'), ...text(it, 'operation'), ...text(it, 'kind'), ...text(it, 'subject') },
    ...{ ...text(it, 'project'), ...text(it, 'request'), ...instant(it, 'from'), ...instant(it, 'to') },
    ...{ ...text(it, 'text'), ...count(it, 'event') },
  };
}

/** The deletion that is open, by its id or by that of its project. */
export function domainProjects(it: Raw): { teardown?: string; project?: string } {
  return { ...text(it, 'teardown'), ...text(it, 'project') };
}

export function catalog(it: Raw): { search?: string; kind?: CatalogEntry['kind']; entry?: string } {
  return { ...text(it, 'search'), ...oneOf(it, 'kind', entryKinds), ...text(it, 'entry') };
}

/** The term that is open, or `new`. */
export function glossary(it: Raw): { search?: string; term?: string } {
  return { ...text(it, 'search'), ...text(it, 'term') };
}

const accessParts = ['had', 'given', 'approvals', 'quotas'] as const;

/** A part of what projects let each other read; what is to be found where it does not say. */
export function access(it: Raw): { part?: (typeof accessParts)[number] } {
  const part = accessParts.find((known) => known === it.part);
  return part ? { part } : {};
}

export function training(it: Raw): { new?: true } {
  return it.new === true ? { new: true } : {};
}

export function forecast(it: Raw): { search?: string; range?: Range; view?: 'table' } {
  const range = ranges.find((days) => days === it.range);
  return { ...text(it, 'search'), ...(range ? { range } : {}), ...(it.view === 'table' ? { view: 'table' } : {}) };
}

export function endpoints(it: Raw): { endpoint?: string; item?: string; horizon?: number } {
  return { ...text(it, 'endpoint'), ...text(it, 'item'), ...count(it, 'horizon') };
}

/** Search values that look like numbers arrive as numbers: store 17 is the text 17. */
function text<Name extends string>(it: Raw, name: Name): { [K in Name]?: string } {
  const value = it[name];
  const known = (typeof value === 'string' && value !== '') || typeof value === 'number';
  return (known ? { [name]: String(value) } : {}) as { [K in Name]?: string };
}

/** An instant as the API writes them, in UTC. */
function instant<Name extends string>(it: Raw, name: Name): { [K in Name]?: string } {
  return z.iso.datetime().safeParse(it[name]).success ? text(it, name) : {};
}

/** A whole number of at least one. */
function count<Name extends string>(it: Raw, name: Name): { [K in Name]?: number } {
  const value = it[name];
  const known = typeof value === 'number' && Number.isInteger(value) && value >= 1;
  return (known ? { [name]: value } : {}) as { [K in Name]?: number };
}

/** One of some words. */
function oneOf<Name extends string, Word>(it: Raw, name: Name, words: readonly Word[]): { [K in Name]?: Word } {
  const word = words.find((known) => known === it[name]);
  return (word === undefined ? {} : { [name]: word }) as { [K in Name]?: Word };
}
