import { NotFound } from '@tandem/data-model';
import type { DomainUnit } from '@tandem/data-model/contract';
import type { Identity } from './sign-in.ts';

/** Throws NotFound where the domain has no such unit. */
export async function getDomainUnit({ identity }: Identity, domainId: string, id: string): Promise<DomainUnit> {
  const unit = (await identity.domainUnits(domainId)).find((it) => it.id === id);
  if (!unit) throw new NotFound('domain unit', id);
  return unit;
}

/** Throws NotFound for the unit that it is to be below, Conflict where that has one of that name. */
export async function createDomainUnit(
  { identity }: Identity,
  domainId: string,
  { name, parentId = null }: { readonly name: string; readonly parentId?: string | null | undefined },
): Promise<DomainUnit> {
  if (parentId !== null) await getDomainUnit({ identity }, domainId, parentId);
  return identity.createDomainUnit(domainId, { name, parentId });
}

/** Throws NotFound for either unit, Conflict where it would be below itself or the name is taken there. */
export async function updateDomainUnit(
  { identity }: Identity,
  domainId: string,
  id: string,
  change: { readonly name?: string | undefined; readonly parentId?: string | null | undefined },
): Promise<DomainUnit> {
  if (change.parentId) await getDomainUnit({ identity }, domainId, change.parentId);
  const unit = await identity.updateDomainUnit(domainId, id, change);
  if (!unit) throw new NotFound('domain unit', id);
  return unit;
}
