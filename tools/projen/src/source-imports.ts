const patterns = [
  // Statements: an import or export with a clause, over any number of lines, and an import of its effects alone.
  /^\s*(?:import|export)\s[^'"`;]*?from\s*(['"])([^'"]+)\1/gm,
  /^\s*import\s*(['"])([^'"]+)\1/gm,
  // Calls with a text: dynamic imports, types of modules, resolutions, mocks.
  /\b(?:import|require|import\.meta\.resolve|vi\.(?:mock|doMock|importActual))\s*\(\s*(['"`])([^'"`]+)\1/g,
];

/** Modules that a TypeScript source names, each once, in order of the alphabet. */
export function sourceImports(source: string): string[] {
  const found = patterns.flatMap((it) => [...source.matchAll(it)].map((match) => match[2]!));
  return [...new Set(found)].sort();
}

/** The package that a specifier belongs to: `@tandem/ports/contract-tests` is of `@tandem/ports`. */
export function packageOfImport(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
