import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LineForm } from './line-form.tsx';

/** Asks by words, which are sent once they are all there: half a Hangul syllable finds nothing. */
export function SearchForm({
  label,
  placeholder,
  value,
  onSearch,
  children,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onSearch: (words: string) => void;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState(value);
  return (
    <LineForm label={label} onSubmit={() => onSearch(words.trim())}>
      <TextInput
        type="search"
        label={label}
        placeholder={placeholder}
        leftSection={<IconSearch size={15} aria-hidden />}
        value={words}
        maxLength={200}
        onChange={(it) => setWords(it.currentTarget.value)}
      />
      {children}
      <Button type="submit" variant="default">
        {t('word.search')}
      </Button>
      {value !== '' && (
        <Button variant="subtle" color="ink" onClick={() => onSearch('')}>
          {t('word.clear')}
        </Button>
      )}
    </LineForm>
  );
}
