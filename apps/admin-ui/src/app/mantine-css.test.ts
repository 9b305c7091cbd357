import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';

const source = path.resolve(import.meta.dirname, '..');
const styles = path.join(path.dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')), 'styles');

it('has the styles of every component of Mantine that the portal uses', () => {
  const used = new Set<string>();
  for (const file of globSync('**/*.tsx', { cwd: source })) {
    const text = readFileSync(path.join(source, file), 'utf8');
    for (const [, names = ''] of text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)) {
      for (const name of names.split(',')) used.add(name.trim());
    }
  }
  const css = readFileSync(path.join(import.meta.dirname, 'mantine.css'), 'utf8');

  const missing = [...used].filter(
    (it) => existsSync(path.join(styles, `${it}.layer.css`)) && !css.includes(`/styles/${it}.layer.css`),
  );

  expect(used.size).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});
