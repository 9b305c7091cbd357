import { useFormat } from '../i18n/use-format.ts';
import { useNow } from './use-now.ts';

/** A time as people say it, with the exact one on hover. */
export function When({ at }: { readonly at: string }) {
  const { relative, instant } = useFormat();
  const now = useNow();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={instant(ms)}>
      {relative(ms, Math.max(now, ms))}
    </time>
  );
}
