import { createHash, randomUUID } from 'node:crypto';

/**
 * Hands out the token by which the Data API knows a statement again. It follows from the run, from the SQL, from how many
 * times the run has sent that SQL, and from the attempt: sending a call twice runs it once, and no token ever stands for
 * another statement, in whatever order statements are sent. A run without a name never starts again, so its tokens
 * follow from chance.
 */
export function clientTokens(run?: string): (sqls: readonly string[]) => (attempt: number) => string {
  if (run === undefined) {
    return () => {
      const statement = randomUUID();
      return (attempt) => sha256(JSON.stringify([statement, attempt]));
    };
  }
  const times = new Map<string, number>();
  return (sqls) => {
    const statement = sha256(JSON.stringify(sqls));
    const time = (times.get(statement) ?? 0) + 1;
    times.set(statement, time);
    return (attempt) => sha256(JSON.stringify([run, statement, time, attempt]));
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
