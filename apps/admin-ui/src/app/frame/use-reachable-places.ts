import type { Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { meQuery } from '../../api/session.ts';
import { domainPlaces, installationPlaces, ownPlaces, places } from './places.ts';
import { useDomainAtHand } from './use-domain-at-hand.ts';

export type PlaceName = (
  | (typeof places)[number]
  | (typeof domainPlaces)[number]
  | (typeof installationPlaces)[number]
  | (typeof ownPlaces)[number]
)['name'];

export interface ReachablePlace {
  readonly name: PlaceName;
  /** The domain, where it is a place of one: another place may have the same name. */
  readonly of?: string;
  readonly icon: Icon;
  readonly go: () => void;
}

/** Every place that whoever is signed in may go to: of the project and domain at hand, of the installation, their own. */
export function useReachablePlaces(projectId: string | undefined): ReachablePlace[] {
  const navigate = useNavigate();
  const domain = useDomainAtHand(projectId);
  const { data: me } = useQuery(meQuery());
  const inProject = projectId === undefined ? [] : places;
  const inDomain = me && domain ? domainPlaces.filter(({ may }) => may(me, domain.id)) : [];
  const above = me ? [...installationPlaces.filter(({ may }) => may(me)), ...ownPlaces] : [];
  return [
    ...inProject.map(({ name, icon, to }) => ({
      ...{ name, icon },
      go: () => void navigate({ to, params: { projectId: projectId! } }),
    })),
    ...inDomain.map(({ name, icon, to }) => ({
      ...{ name, icon, of: domain!.name },
      go: () => void navigate({ to, params: { domainId: domain!.id } }),
    })),
    ...above.map(({ name, icon, to }) => ({ name, icon, go: () => void navigate({ to }) })),
  ];
}
