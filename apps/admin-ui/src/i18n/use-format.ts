import { useTranslation } from 'react-i18next';
import { type Format, format } from './format.ts';

/** The formats of the language in use. */
export function useFormat(): Format {
  return format(useTranslation().i18n.language);
}
