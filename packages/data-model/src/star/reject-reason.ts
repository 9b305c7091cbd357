/** Why a record cannot enter the star: a stable word, and the step that mends it. Load reports count by these words. */
export const rejectReasons = {
  missing_columns: 'Give the record as many fields as the header has.',
  too_many_columns: 'Remove the extra fields, or put quotes round a field that holds a comma.',
  bad_quoting: 'Close the quotes, and double every quote within a quoted field.',
  bad_encoding: 'Save the file as UTF-8.',
  bad_json: 'Write one JSON object on each line, with each column once and a plain value in it.',
  line_too_long: 'Shorten the record; quotes that are never closed make records this long.',
  empty: 'Fill the field; every column needs a value.',
  not_a_number:
    'Write a plain number with a point, such as 1234.50, without units or thousands separators; a decimal comma is not guessed.',
  not_a_whole_number: 'Write a whole number.',
  not_finite: 'Write a finite number; NaN and infinity are not sales.',
  out_of_range: 'Write a number within the range of the column; a version of a row begins before 9999-12-31.',
  not_a_flag: 'Write 0 or 1.',
  not_a_date: 'Write a day of the calendar as YYYY-MM-DD.',
  date_not_in_calendar: 'Load a calendar that has this day, or correct the date.',
  text_too_long: 'Shorten the text to the length of the column.',
  unknown_reference: 'Load the file that describes it, in this load or before it.',
  duplicate: 'Keep one record for this key; the one that came first has other values and was kept.',
  key_changed: 'Keep the key and the day as they were loaded first; facts point to them.',
} as const;

export type RejectReason = keyof typeof rejectReasons;
