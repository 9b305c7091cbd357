import { TextInput, type TextInputProps } from '@mantine/core';

/** The name by which somebody signs in, as it is typed: nothing corrects it, and no phone begins it with a capital. */
export const SignInName = ({
  value,
  onType,
  ...look
}: Pick<TextInputProps, 'label' | 'description' | 'placeholder' | 'size' | 'autoComplete'> & {
  readonly value: string;
  readonly onType: (name: string) => void;
}) => (
  <TextInput
    {...look}
    value={value}
    autoCapitalize="none"
    spellCheck={false}
    required
    onChange={(it) => onType(it.currentTarget.value)}
  />
);
