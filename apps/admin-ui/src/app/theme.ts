import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

/** Ten names of one token: the kit asks for shades, the design has one tone for each theme. */
const tone = (name: string): MantineColorsTuple => {
  const it = `var(--${name})`;
  return [it, it, it, it, it, it, it, it, it, it];
};

/** The kit's look, derived from `tokens.css`; no colour is written here. */
export const theme = createTheme({
  primaryColor: 'data',
  primaryShade: 6,
  white: '#ffffff',
  black: '#16191c',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  defaultRadius: 'var(--radius)',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontSizes: { xs: '13px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  colors: { data: tone('data'), model: tone('model'), good: tone('good'), warn: tone('warn'), bad: tone('bad') },
  variantColorResolver: variantColors,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'ink' } },
    InputWrapper: {
      styles: {
        label: { fontSize: 'var(--text-small)', marginBottom: 4 },
        description: { fontSize: 'var(--text-small)', color: 'var(--ink-3)' },
        error: { fontSize: 'var(--text-small)' },
      },
    },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs', comboboxProps: { transitionProps: { duration: 0 } } } },
    NumberInput: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', comboboxProps: { transitionProps: { duration: 0 } } } },
    MultiSelect: { defaultProps: { size: 'xs', comboboxProps: { transitionProps: { duration: 0 } } } },
    TagsInput: { defaultProps: { size: 'xs', comboboxProps: { transitionProps: { duration: 0 } } } },
    SegmentedControl: {
      defaultProps: { size: 'xs', transitionDuration: 120 },
      styles: { indicator: { background: 'var(--segment)' } },
    },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md', position: 'bottom-end' } },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Tooltip: { defaultProps: { transitionProps: { duration: 0 }, openDelay: 200 } },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 0 },
        centered: true,
        // A dialog's head is no second banner of the page.
        attributes: { header: { role: 'none' } },
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
  },
});

function variantColors({
  color = 'data',
  variant,
}: Parameters<VariantColorsResolver>[0]): ReturnType<VariantColorsResolver> {
  const name = ['data', 'model', 'good', 'warn', 'bad'].includes(color) ? color : 'ink';
  const tint = `var(--${name})`;
  const border = '1px solid transparent';
  switch (variant) {
    case 'filled':
      return {
        background: tint,
        hover: name === 'data' || name === 'model' ? `var(--${name}-hover)` : tint,
        color: name === 'model' ? 'var(--on-model)' : name === 'data' ? 'var(--on-data)' : 'var(--raised)',
        border,
      };
    case 'light':
      return { background: `var(--${name}-soft)`, hover: `var(--${name}-soft)`, color: tint, border };
    case 'subtle':
    case 'transparent':
      return {
        background: 'transparent',
        hover: 'var(--pressed)',
        color: name === 'ink' ? 'var(--ink-2)' : tint,
        border,
      };
    default:
      return {
        background: 'var(--raised)',
        hover: 'var(--sunken)',
        color: name === 'ink' || name === 'data' ? 'var(--ink)' : tint,
        border: '1px solid var(--line-strong)',
      };
  }
}

const shared: Record<string, string> = {
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-anchor': 'var(--data)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--sunken)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-disabled': 'var(--sunken)',
  '--mantine-color-disabled-color': 'var(--ink-3)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-contrast': 'var(--on-data)',
  '--mantine-shadow-md': 'var(--shadow)',
  '--mantine-shadow-xl': 'var(--shadow)',
  '--mantine-color-gray-0': 'var(--sunken)',
  '--mantine-color-gray-1': 'var(--pressed)',
  '--mantine-color-gray-2': 'var(--line)',
  '--mantine-color-gray-3': 'var(--line)',
  '--mantine-color-gray-4': 'var(--line-strong)',
  '--mantine-color-gray-5': 'var(--ink-3)',
  '--mantine-color-gray-6': 'var(--ink-3)',
  '--mantine-color-gray-7': 'var(--ink-2)',
};

const darkShades: Record<string, string> = {
  '--mantine-color-dark-0': 'var(--ink)',
  '--mantine-color-dark-1': 'var(--ink-2)',
  '--mantine-color-dark-2': 'var(--ink-3)',
  '--mantine-color-dark-3': 'var(--ink-3)',
  '--mantine-color-dark-4': 'var(--line)',
  '--mantine-color-dark-5': 'var(--pressed)',
  '--mantine-color-dark-6': 'var(--raised)',
  '--mantine-color-dark-7': 'var(--paper)',
  '--mantine-color-dark-8': 'var(--sunken)',
};

/** The kit's own variables, pointed at the tokens, so that parts of the kit that the theme does not reach follow too. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: { ...shared, ...darkShades },
});
