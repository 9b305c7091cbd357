import { expect, it } from 'vitest';
import { isSecretName } from './is-secret-name.ts';

it('knows a secret by the name of its field', () => {
  expect(['password', 'newPassword', 'secret', 'setupSecret'].filter(isSecretName)).toHaveLength(4);
  expect(['name', 'host', 'passing'].filter(isSecretName)).toEqual([]);
});
