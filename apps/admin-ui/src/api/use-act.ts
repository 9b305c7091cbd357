import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';

/** Something done to a project. When it is done, or refused, everything shown of the project is asked for again. */
export function useAct<Argument, Result>(
  projectId: string,
  act: (argument: Argument) => Promise<Result>,
  done?: (result: Result) => void,
): UseMutationResult<Result, Error, Argument> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (result) => done?.(result),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.project(projectId) }),
  });
}
