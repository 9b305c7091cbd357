import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { domainsQuery, projectsQuery } from '../../api/projects.ts';

/** The domain in the address, else that of the project, else the first. */
export function useDomainAtHand(projectId: string | undefined) {
  const { domainId } = useParams({ strict: false });
  const { data: domains = [] } = useQuery(domainsQuery());
  const { data: projects = [] } = useQuery(projectsQuery());
  const wanted = domainId ?? projects.find(({ id }) => id === projectId)?.domainId;
  return wanted === undefined ? domains[0] : domains.find(({ id }) => id === wanted);
}
