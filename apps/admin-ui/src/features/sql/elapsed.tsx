import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

/** The time since an instant, moving on as it goes; nobody wants it read out ten times a second. */
export function Elapsed({ since }: { readonly since: number }) {
  const { t } = useTranslation();
  const { fixed } = useFormat();
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return <span aria-hidden="true">{t('sql.seconds', { value: fixed(Math.max(0, now - since) / 1000, 1) })}</span>;
}
