import { ApiError } from '@tandem/client';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

/** Answers are kept while newer ones are on their way; a refusal is not asked again, a silence is. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const watch = (error: Error) => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
        retryDelay: (failures) => 400 * 2 ** failures,
      },
    },
  });
}

export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
