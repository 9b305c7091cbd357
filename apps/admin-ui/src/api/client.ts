import { createClient } from '@tandem/client';

/** The REST API that serves this page; the session cookie goes along by itself. */
export const client = createClient({ baseUrl: '' });
