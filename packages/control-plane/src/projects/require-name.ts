import { InvalidInput } from '@tandem/data-model';

/** A deletion is confirmed by the name of what goes. Throws InvalidInput where another is given. */
export function requireName(noun: string, name: string, confirm: string): void {
  if (confirm === name) return;
  throw new InvalidInput(
    `This would delete the ${noun} "${name}"; the name given to confirm that is "${confirm}".`,
    `Give its name in confirm, where it is this ${noun} that shall go.`,
    { faults: [{ at: 'query.confirm', expected: JSON.stringify(name), got: JSON.stringify(confirm) }] },
  );
}
