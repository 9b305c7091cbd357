import { useState } from 'react';

export interface StarDraft {
  /** What was written and not saved; undefined where there is nothing. */
  readonly text: string | undefined;
  readonly set: (text: string) => void;
  readonly drop: () => void;
}

/** A star that is being written. It outlives a reload and other pages, in this tab alone. */
export function useStarDraft(projectId: string): StarDraft {
  const place = `tandem-star-draft-${projectId}`;
  const [text, setText] = useState(() => sessionStorage.getItem(place) ?? undefined);
  return {
    text,
    set: (next) => {
      sessionStorage.setItem(place, next);
      setText(next);
    },
    drop: () => {
      sessionStorage.removeItem(place);
      setText(undefined);
    },
  };
}
