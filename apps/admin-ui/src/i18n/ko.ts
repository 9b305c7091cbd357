import type { Messages } from './en.ts';
import { access } from './ko/access.ts';
import { account } from './ko/account.ts';
import { audit } from './ko/audit.ts';
import { catalog } from './ko/catalog.ts';
import { chart } from './ko/chart.ts';
import { compare } from './ko/compare.ts';
import { endpoints } from './ko/endpoints.ts';
import { files } from './ko/files.ts';
import { forecasts } from './ko/forecasts.ts';
import { frame } from './ko/frame.ts';
import { jobs } from './ko/jobs.ts';
import { lineage } from './ko/lineage.ts';
import { load } from './ko/load.ts';
import { overview } from './ko/overview.ts';
import { people } from './ko/people.ts';
import { problems } from './ko/problems.ts';
import { projects } from './ko/projects.ts';
import { rejects } from './ko/rejects.ts';
import { run } from './ko/run.ts';
import { settings } from './ko/settings.ts';
import { signIn } from './ko/sign-in.ts';
import { sql } from './ko/sql.ts';
import { star } from './ko/star.ts';
import { states } from './ko/states.ts';
import { tables } from './ko/tables.ts';
import { training } from './ko/training.ts';
import { workflows } from './ko/workflows.ts';

export const ko: Messages = {
  ...frame,
  ...states,
  ...problems,
  ...signIn,
  ...overview,
  ...files,
  ...load,
  ...compare,
  ...rejects,
  ...tables,
  ...sql,
  ...lineage,
  ...star,
  ...training,
  ...workflows,
  ...run,
  ...forecasts,
  ...chart,
  ...endpoints,
  ...projects,
  ...account,
  ...people,
  ...jobs,
  ...audit,
  ...settings,
  ...catalog,
  ...access,
};
