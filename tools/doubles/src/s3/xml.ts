/** An element of simple fields; without a name, the fields alone. */
export function xml(name: string, fields: Record<string, string | number | boolean>, isDocument = true): string {
  const inner = Object.entries(fields)
    .map(([field, value]) => `<${field}>${escaped(String(value))}</${field}>`)
    .join('');
  if (name === '') return inner;
  return isDocument ? text(name, inner) : `<${name}>${inner}</${name}>`;
}

/** A document whose root holds what is XML already. */
export function text(root: string, inner: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${inner}</${root}>`;
}

const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
