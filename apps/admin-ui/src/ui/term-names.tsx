import { useTranslation } from 'react-i18next';
import css from './term-names.module.css';

interface Term {
  readonly id: string;
  readonly ko: string;
  readonly en: string;
}

/** A word of the glossary in a language, or in the other where it has none in that. */
export const termName = ({ ko, en }: Pick<Term, 'ko' | 'en'>, language: string): string =>
  (language === 'ko' ? ko || en : en || ko).trim();

/** Words of the glossary, in the language of the portal, the other on hover. */
export function TermNames({ terms }: { readonly terms: readonly Term[] }) {
  const { i18n } = useTranslation();
  return (
    <span className={css.terms}>
      {terms.map((it) => (
        <span key={it.id} className={css.term} title={[it.ko, it.en].filter((name) => name !== '').join(' · ')}>
          {termName(it, i18n.language)}
        </span>
      ))}
    </span>
  );
}
