import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { keys } from '../../api/keys.ts';
import { overviewMark, overviewQuery } from '../../api/projects.ts';

/** Asks for everything of a project again when its overview shows that something began or ended, whoever did it. */
export function useFreshProject(projectId: string): void {
  const queryClient = useQueryClient();
  const { data } = useQuery(overviewQuery(projectId));
  const mark = data && overviewMark(data);
  const seen = useRef(mark);

  useEffect(() => {
    if (mark === undefined || mark === seen.current) return;
    const first = seen.current === undefined;
    seen.current = mark;
    if (first) return;
    void queryClient.invalidateQueries({
      queryKey: keys.project(projectId),
      predicate: ({ queryKey }) => queryKey[2] !== 'overview',
    });
  }, [mark, projectId, queryClient]);
}
