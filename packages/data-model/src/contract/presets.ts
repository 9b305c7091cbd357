export const presets = ['fast', 'balanced', 'best'] as const;
