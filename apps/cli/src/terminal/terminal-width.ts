/** Columns of the terminal that standard output is; undefined where that is a file, a pipe or of no known width. */
export const terminalWidth = ({ isTTY, columns }: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'> = process.stdout) =>
  isTTY && columns > 0 ? columns : undefined;
