/** Two loads against each other. */
export const compare = {
  compare: {
    title: 'Compare loads',
    what: 'Which rows of the star were added, changed and removed from one load to another.',
    back: 'Back to files',
    from: 'From',
    to: 'To',
    none: 'There are no two loads to compare',
    noneNext: 'A second load that succeeds can be compared with the first.',
    tables: 'Differences by table',
    same: 'Both loads left the same rows in every table.',
    differ: '{{differing}} of {{tables}} tables differ.',
    shown: '{{shown}} of {{all}} differing rows, in the order of their key.',
    more: 'Show more rows',
    rowsOf: 'Differing rows of {{table}}',
    change: 'Change',
    withBefore: 'Compare with the load before',
  },
};
