/** A name for the model of a run: it allows less than a run's name, only lower-case letters, digits and hyphens. */
export function modelName(runName: string): string {
  const name = runName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-|-$/g, '');
  return name || 'sales-forecast';
}
