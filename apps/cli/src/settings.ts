import path from 'node:path';
import { InvalidInput } from '@tandem/data-model';

/** What the environment says about an installation. */
export interface Settings {
  /** Folder that holds all state, absolute. */
  readonly home: string;
  /** Port of the API and the portal on 127.0.0.1. */
  readonly port: number;
  /** A PostgreSQL to use in place of the embedded one. */
  readonly databaseUrl: string | undefined;
}

const repository = path.resolve(import.meta.dirname, '../../..');

/** Reads TANDEM_HOME, TANDEM_PORT and DATABASE_URL; throws InvalidInput for a port that is none. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { TANDEM_PORT, DATABASE_URL } = environment;
  const port = TANDEM_PORT ? Number(TANDEM_PORT) : 4400;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new InvalidInput(
      `TANDEM_PORT is "${TANDEM_PORT}", which is not a port.`,
      'Give a whole number from 1 to 65535, or leave it out for 4400.',
    );
  }
  return {
    home: homeOf(environment),
    port,
    databaseUrl: DATABASE_URL || undefined,
  };
}

/** The home alone: TANDEM_HOME, or `.tandem` in the checkout; absolute. */
export const homeOf = ({ TANDEM_HOME }: NodeJS.ProcessEnv): string =>
  path.resolve(TANDEM_HOME || path.join(repository, '.tandem'));
