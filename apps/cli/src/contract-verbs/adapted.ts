/** What differs in a verb from what its operation alone would give. */
export interface Adapted {
  readonly description?: string;
  /** Fields of query or body that stand without a flag. */
  readonly positional?: readonly string[];
  /** The body is a file that stands without a flag, by this word. */
  readonly file?: string;
  /** A last word that only what is printed looks at. */
  readonly extra?: { readonly word: string; readonly description: string };
  /** The verb always waits until what it began has ended. */
  readonly waits?: boolean;
  /** Standard input stands for `-` in these fields; of a flag, without the line's end. */
  readonly input?: readonly string[];
  /** What is wrong, and the mend, where an argument is empty. */
  readonly blank?: readonly [string, string];
}

export const adapted: Readonly<Record<string, Adapted>> = {
  getOverview: {
    description: 'show the project, its resources, and the steps from files to forecasts with their figures',
  },
  getLineage: {
    description: 'show which columns of which files each column of the star, or of one table, is made of',
    extra: { word: 'table', description: 'one table' },
  },
  getRowOrigin: {
    description: 'name the file and line that last wrote a row, by its key, as in: trace store_sales 1,2024-01-02',
    positional: ['key'],
  },
  revertLoad: {
    description: 'bring every table back to what it was after a load; a revert can be reverted too',
    waits: true,
  },
  listRejects: {
    description: 'list records that a load refused, with the reason and the mend of each; `tandem rejects` saves them',
  },
  setStar: { description: 'give the project another star, while its tables have no rows', file: 'json' },
  getStar: { description: 'print the star of the project, as a file that `star set` takes' },
  listTeardowns: { positional: ['domainId'] },
  createConnection: {
    description: 'add a connection to a PostgreSQL outside; --password - reads the password from standard input',
    input: ['password'],
  },
  changeConnection: {
    description:
      'change a connection as a whole; only --password may be left out to keep it, an omitted --port is 5432 and --tls verify-full',
    input: ['password'],
  },
  importTable: {
    description: 'bring a table or view over as an upload, as in: import shop sales --schema public',
    positional: ['table'],
  },
  startWorkflowRun: { positional: ['workflowId'] },
  createQuery: {
    description: 'run one SELECT over the tables as the last load left them; SHOW TABLES lists them',
    positional: ['sql'],
    input: ['sql'],
    blank: ['The SQL is empty.', 'Give one SELECT, or - to read one from standard input.'],
  },
};
