import type { Words } from './use-problem-words.ts';

/** What the portal says of a failure, and after it what the API said, which is read as English. */
export const ServerWords = ({ words: { own, original } }: { readonly words: Words }) => (
  <>
    {own}
    {original && <span lang="en">{original}</span>}
  </>
);
