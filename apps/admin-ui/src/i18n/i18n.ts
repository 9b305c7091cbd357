import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { en, Messages } from './en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export const languages = { en: 'English', ko: '한국어' } as const;
export type Language = keyof typeof languages;

const storageKey = 'tandem-language';

/** The texts of one language; the other's are not fetched until somebody asks for them. */
export async function loadMessages(language: Language): Promise<Messages> {
  return language === 'ko' ? (await import('./ko.ts')).ko : (await import('./en.ts')).en;
}

/** The portal's texts in `language`; `<html lang>` follows every change. */
export function createI18n(language: Language, messages: Messages): i18n {
  const instance = i18next.createInstance();
  instance.on('languageChanged', (it) => {
    document.documentElement.lang = it;
  });
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: messages } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    initAsync: false,
  });
  return instance;
}

/** Changes the language without a reload, and keeps the choice. */
export async function changeLanguage(instance: i18n, language: Language): Promise<void> {
  instance.addResourceBundle(language, 'translation', await loadMessages(language));
  await instance.changeLanguage(language);
  localStorage.setItem(storageKey, language);
}

/** What was chosen before, else the first language of the browser that the portal speaks, else English. */
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages];
  return wanted.map((it) => it?.slice(0, 2)).find((it) => it === 'en' || it === 'ko') ?? 'en';
}
