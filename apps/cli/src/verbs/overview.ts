import type { Command } from 'commander';

/** `tandem overview`: the project of a home, and how far it is from files to forecasts. */
export function addOverview(program: Command): void {
  program
    .command('overview')
    .description('show the project, its resources, and the steps from files to forecasts with their figures')
    .action(async () => (await import('../overview.ts')).overview());
}
