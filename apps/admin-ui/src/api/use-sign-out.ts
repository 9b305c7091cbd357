import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from './client.ts';
import { keys } from './keys.ts';

/** Ends the session, and forgets everything that was shown in it. */
export function useSignOut() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => client.deleteSession(),
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      // But not how one may sign in: that is nobody's, and the page that one is on now has just asked for it.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.signInMethods[0] });
      queryClient.getMutationCache().clear();
    },
  });
}
