import { useNavigate } from '@tanstack/react-router';

/** Goes to one thing of a part of the people of a domain; without an id, back to the list. */
export function useOpen(domainId: string, part: 'users' | 'groups' | 'units') {
  const navigate = useNavigate();
  return (id?: string) =>
    void navigate({
      to: '/domains/$domainId/people',
      params: { domainId },
      search: { ...(part === 'users' ? {} : { part }), ...(id ? { id } : {}) },
    });
}
