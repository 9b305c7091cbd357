import { access } from './en/access.ts';
import { account } from './en/account.ts';
import { audit } from './en/audit.ts';
import { catalog } from './en/catalog.ts';
import { chart } from './en/chart.ts';
import { compare } from './en/compare.ts';
import { endpoints } from './en/endpoints.ts';
import { files } from './en/files.ts';
import { forecasts } from './en/forecasts.ts';
import { frame } from './en/frame.ts';
import { jobs } from './en/jobs.ts';
import { lineage } from './en/lineage.ts';
import { load } from './en/load.ts';
import { overview } from './en/overview.ts';
import { people } from './en/people.ts';
import { problems } from './en/problems.ts';
import { projects } from './en/projects.ts';
import { rejects } from './en/rejects.ts';
import { run } from './en/run.ts';
import { settings } from './en/settings.ts';
import { signIn } from './en/sign-in.ts';
import { sql } from './en/sql.ts';
import { star } from './en/star.ts';
import { states } from './en/states.ts';
import { tables } from './en/tables.ts';
import { training } from './en/training.ts';
import { workflows } from './en/workflows.ts';
import type { Texts } from './texts.ts';

/** Every text of the portal, one file for each feature. `ko.ts` has the same keys; the type of one is the type of the other. */
export const en = {
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

/** The keys of every language, with any text. */
export type Messages = Texts<typeof en>;
