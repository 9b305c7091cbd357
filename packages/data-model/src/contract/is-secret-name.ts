/** Whether a field of that name has a secret in it: its value is neither printed nor kept with a problem, even a wrong one. */
export const isSecretName = (name: string): boolean => /password|secret/i.test(name);
