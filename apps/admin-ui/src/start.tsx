import { createRoot } from 'react-dom/client';
import './fonts.css';
import './tokens.css';
import './base.css';
import './app/mantine.css';
import { createQueryClient } from './api/query-client.ts';
import { App } from './app/app.tsx';
import { createAppRouter } from './app/router.tsx';
import { toSignIn } from './app/to-sign-in.ts';
import { createI18n, loadMessages, preferredLanguage } from './i18n/i18n.ts';

const queryClient = createQueryClient(() => void toSignIn(router));
const router = createAppRouter(queryClient);
const language = preferredLanguage();
const i18n = createI18n(language, await loadMessages(language));

createRoot(document.getElementById('root')!).render(<App router={router} queryClient={queryClient} i18n={i18n} />);
