#!/usr/bin/env node
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { exitCodes, reportError } from './report-error.ts';

// A reader that has seen enough, such as head, or a terminal that was closed is no failure; a server still cleans up.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

try {
  await createProgram(process.argv.slice(2)).parseAsync();
} catch (error) {
  // Commander has said already what is wrong with the command line; help and version come this way too.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
  else process.exitCode = reportError(error);
}
