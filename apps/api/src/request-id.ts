import { randomBytes } from 'node:crypto';

/** Of this process; with a count it names a request, and costs a read less than random numbers for each. */
const process = randomBytes(8).toString('hex');
let requests = 0;

/** The id that a caller gave its request, so that both sides' logs have the same; else, or where it is no id, a new one. */
export function requestId(given: string | string[] | undefined): string {
  if (typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given)) return given;
  requests += 1;
  return `${process}-${requests}`;
}
