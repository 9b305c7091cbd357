/** The first project. */
export const projects = {
  projects: {
    none: 'No project yet',
    noneNext: 'A project holds files, a warehouse, models and forecasts.',
    create: 'Create the project',
    creating: 'Creating',
    name: 'Name',
    catalog: 'Catalog name',
    catalogHelp: 'Lower-case letters, digits, _ and -',
    region: 'Region of the domain',
    noneOfMine: 'You are in no project yet',
    noneOfMineNext: 'An owner of a project, or of your domain, can add you as a member. Then it opens here.',
  },
};
