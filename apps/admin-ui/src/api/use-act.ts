import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';

/** Something done to a project. When it is done, or refused, everything shown of the project is asked for again. */
export function useAct<Argument, Result>(
  projectId: string,
  act: (argument: Argument) => Promise<Result>,
  done?: (result: Result) => void,
): UseMutationResult<Result, Error, Argument> {
  return useActOn([keys.project(projectId)], act, done);
}

/** Something done to people of a domain, which may change what the caller themselves may. */
export function useDomainAct<Argument, Result>(
  domainId: string,
  act: (argument: Argument) => Promise<Result>,
  done?: (result: Result) => void,
): UseMutationResult<Result, Error, Argument> {
  return useActOn([keys.domain(domainId), keys.me], act, done);
}

/** Something done; what lies under each of `prefixes` is asked for again when it is done, or refused. */
export function useActOn<Argument, Result>(
  prefixes: readonly QueryKey[],
  act: (argument: Argument) => Promise<Result>,
  done?: (result: Result) => void,
): UseMutationResult<Result, Error, Argument> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (result) => done?.(result),
    onSettled: () => Promise.all(prefixes.map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
}
