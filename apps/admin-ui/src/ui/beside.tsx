import type { ReactNode } from 'react';
import css from './beside.module.css';

/**
 * A list with the details of one thing beside it, never over it. On a narrow screen the details come first, for
 * they are what was asked for; `wide` gives them the larger part, or half.
 */
export function Beside({
  list,
  detail,
  wide = 'list',
}: {
  readonly list: ReactNode;
  readonly detail: ReactNode;
  readonly wide?: 'list' | 'detail' | 'half';
}) {
  return (
    <div className={css.beside} data-open={detail ? true : undefined} data-wide={wide}>
      <div className={css.list}>{list}</div>
      {detail && <div className={css.detail}>{detail}</div>}
    </div>
  );
}
