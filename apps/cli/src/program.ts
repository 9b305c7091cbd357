import tab from '@bomb.sh/tab/commander';
import { operations } from '@tandem/data-model/contract';
import { Command, Option } from 'commander';
import { addContractVerbs } from './contract-verbs/add-contract-verbs.ts';
import { exitCodes } from './report-error.ts';
import { addBackup } from './verbs/backup.ts';
import { addForecastRun } from './verbs/forecast-run.ts';
import { addLoad } from './verbs/load.ts';
import { addLogin } from './verbs/login.ts';
import { addMcp } from './verbs/mcp.ts';
import { addOpenApi } from './verbs/openapi.ts';
import { addProjectFile } from './verbs/project-file.ts';
import { addRejects } from './verbs/rejects.ts';
import { addSampleData } from './verbs/sample-data.ts';
import { addStar } from './verbs/star.ts';
import { addStart } from './verbs/start.ts';
import { addUploads } from './verbs/uploads.ts';
import { version } from './version.ts';

/** Options of every verb that stand for a variable of the environment. */
const variables = {
  url: ['TANDEM_URL', '--url <url>', 'a server other than the one of the home'],
  profile: ['TANDEM_PROFILE', '--profile <name>', 'a server that was logged in to under this name'],
  project: ['TANDEM_PROJECT', '--project <project>', 'id or name of a project, where there are several'],
} as const;

/** The `tandem` command with all its verbs; options of generated ones only where their noun is in `args`. */
export function createProgram(args: readonly string[]): Command {
  const program = new Command('tandem')
    .description('From files to forecasts: load, train, serve and forecast, on one machine.')
    .version(version)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', environment)
    .hook('preAction', (it) => {
      // What is typed stands above what the environment says of another server.
      if (it.opts().profile !== undefined && it.opts().url === undefined) delete process.env.TANDEM_URL;
      for (const [name, [variable]] of Object.entries(variables)) {
        const given = it.opts()[name];
        if (given !== undefined) process.env[variable] = given;
      }
    });
  for (const [, flags, description] of Object.values(variables)) program.addOption(new Option(flags, description));
  addStart(program);
  addLogin(program);
  addUploads(program);
  addLoad(program);
  addRejects(program);
  addSampleData(program);
  addForecastRun(program);
  addStar(program);
  addBackup(program);
  addProjectFile(program);
  addMcp(program);
  addOpenApi(program);
  addContractVerbs(program, operations, args);
  if (args[0] === 'complete' || args[0] === 'completion') tab(program, { completionCommandName: 'completion' });
  else program.command('completion <shell>').description('print what completes verbs: bash, zsh, fish or powershell');
  return program;
}

const environment = `
Environment:
  TANDEM_HOME         folder of all state (default: .tandem in the repository)
  TANDEM_PORT         port on 127.0.0.1 (default: 4400)
  DATABASE_URL        a PostgreSQL 15 or later, in place of the embedded one
  TANDEM_URL          a server to use in place of that of the home, as --url
  TANDEM_TOKEN        the token that opens it
  TANDEM_PROFILE      a profile of tandem login, as --profile
  TANDEM_PROJECT      id or name of a project, as --project
  TANDEM_SQL_SANDBOX  required: refuse SQL where bubblewrap cannot wall it in
  TANDEM_OIDC_ISSUER  with TANDEM_OIDC_CLIENT_ID: where else people may sign in
  TANDEM_CONNECTION_HOSTS  hosts that connections may reach, such as db.example.com,*.internal:6432; none otherwise
  TANDEM_WAREHOUSE    redshift: keep stars and objects in an AWS account; packages/adapters-aws/README.md names the
                      TANDEM_REDSHIFT_… and TANDEM_S3_… that it then needs

Exit codes:
  0    done
  ${exitCodes.failed}    could not be done; the sentence on standard error says why, and what to do
  ${exitCodes.usage}    wrong command line
  ${exitCodes.bug}   a fault of the program
  ${exitCodes.stopped}  stopped with Ctrl-C`;
