#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { exitCodes, reportError } from './report-error.ts';
import { addCompute } from './verbs/compute.ts';
import { addForecastRun } from './verbs/forecast-run.ts';
import { addLineage } from './verbs/lineage.ts';
import { addLoad } from './verbs/load.ts';
import { addLoads } from './verbs/loads.ts';
import { addMcp } from './verbs/mcp.ts';
import { addOpenApi } from './verbs/openapi.ts';
import { addOverview } from './verbs/overview.ts';
import { addProjectFile } from './verbs/project-file.ts';
import { addRejects } from './verbs/rejects.ts';
import { addSampleData } from './verbs/sample-data.ts';
import { addSql } from './verbs/sql.ts';
import { addStar } from './verbs/star.ts';
import { addStart } from './verbs/start.ts';
import { addTables } from './verbs/tables.ts';
import { addUploads } from './verbs/uploads.ts';
import { version } from './version.ts';

const program = new Command('tandem')
  .description('From files to forecasts: load, train, serve and forecast, on one machine.')
  .version(version)
  .exitOverride()
  .addHelpText(
    'after',
    `
Environment:
  TANDEM_HOME    folder of all state (default: .tandem in the repository)
  TANDEM_PORT    port on 127.0.0.1 (default: 4400)
  DATABASE_URL   a PostgreSQL 15 or later, in place of the embedded one

Exit codes: 0 done, ${exitCodes.failed} could not be done, ${exitCodes.usage} wrong command line, ${exitCodes.bug} a fault of the program, ${exitCodes.stopped} stopped with Ctrl-C.`,
  );

addStart(program);
addOverview(program);
addUploads(program);
addLoad(program);
addRejects(program);
addLoads(program);
addTables(program);
addLineage(program);
addSampleData(program);
addForecastRun(program);
addStar(program);
addProjectFile(program);
addSql(program);
addCompute(program);
addOpenApi(program);
addMcp(program);

// A reader that has seen enough, such as head, or a terminal that was closed is no failure; a server still cleans up.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said already what is wrong with the command line; help and version come this way too.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  else process.exitCode = reportError(error);
}
