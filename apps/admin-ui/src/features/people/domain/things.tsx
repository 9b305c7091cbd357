import type { ComponentProps, ReactNode } from 'react';
import { Answer } from '../../../ui/answer.tsx';
import { Beside } from '../../../ui/beside.tsx';
import { EmptyPlace } from '../../../ui/empty-place.tsx';

/** What every part of the people of a domain is given. */
export interface PartProps {
  readonly domainId: string;
  readonly isTheirs: boolean;
  /** Id of the thing that is open. */
  readonly open: string | undefined;
}

/** Things of a domain, or what to do where there are none, with the one that is open beside. */
export function Things<Row>({
  query,
  none,
  noneNext,
  detail,
  children,
}: {
  readonly query: ComponentProps<typeof Answer<Row[]>>['query'];
  readonly none: string;
  readonly noneNext: string;
  readonly detail: ReactNode;
  readonly children: (rows: Row[]) => ReactNode;
}) {
  return (
    <Beside
      list={
        <Answer query={query}>
          {(rows) => (rows.length === 0 ? <EmptyPlace of="both" title={none} next={noneNext} /> : children(rows))}
        </Answer>
      }
      detail={detail}
    />
  );
}
