import { config } from 'zod';

// The content security policy allows no code from text, which schemas try when they are made. So this is said first,
// and everything that makes schemas is imported after it.
config({ jitless: true });

void import('./start.tsx');
