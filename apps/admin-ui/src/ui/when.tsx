import { useFormat } from '../i18n/use-format.ts';
import { useNow } from './use-now.ts';

/** A time as people say it, with the exact one on hover. One that is not `ahead` has come, whatever clocks say. */
export function When({ at, ahead = false }: { readonly at: string; readonly ahead?: boolean }) {
  const { relative, instant } = useFormat();
  const now = useNow();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={instant(ms)}>
      {relative(ms, ahead ? now : Math.max(now, ms))}
    </time>
  );
}
