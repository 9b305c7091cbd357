import type { Persona, Principal, Project } from '@tandem/data-model/contract';
import { reaches } from '../api/may.ts';
import type { Place } from './frame/places.ts';

const placeOf: Readonly<Record<Persona, Place['to']>> = {
  administrator: '/projects/$projectId',
  'data-engineer': '/projects/$projectId/files',
  'ml-engineer': '/projects/$projectId/training',
  analyst: '/projects/$projectId/forecasts',
  steward: '/projects/$projectId/catalog',
};

/**
 * Where somebody begins in a project: at the place of their persona there, else of the one they have by a group, else
 * above it; without any, at the overview. Every other place stays as near as before.
 */
export function firstPlace(me: Principal | undefined, project: Project): Place['to'] {
  const held = (me?.grants ?? []).filter((it) => it.persona !== null && reaches(it, project));
  const nearest =
    held.find(({ projectId, group }) => projectId !== null && group === null) ??
    held.find(({ projectId }) => projectId !== null) ??
    held[0];
  return placeOf[nearest?.persona ?? 'administrator'];
}
