import path from 'node:path';
import { Command, Option } from 'commander';
import { writeInspectLogs, writeTables } from '../../activities/export.ts';
import { outputFolder } from '../../storage/places.ts';
import { sweepFolder } from '../../storage/trials/folders.ts';
import { storedSweep } from '../stored-sweep.ts';

interface Options {
  format: 'inspect' | 'csv';
  to?: string;
  json?: boolean;
}

export const exportCommand = (): Command =>
  new Command('export')
    .description('a sweep in the format of another tool: logs of Inspect AI, one for each model, or CSV for data frames')
    .argument('<sweep>', 'name of a sweep')
    .addOption(
      new Option('--format <format>', 'inspect: for "inspect view"; csv: trials.csv and checks.csv')
        .choices(['inspect', 'csv'])
        .default('inspect'),
    )
    .option('--to <folder>', 'where to write; by default export/FORMAT in the folder of the sweep')
    .option('--json', 'print the places of the files as JSON')
    .action(async (sweep: string, { format, to, json }: Options) => {
      const output = outputFolder();
      const record = await storedSweep(sweep);
      const folder = path.resolve(to ?? path.join(sweepFolder(output, sweep), 'export', format));
      const files = format === 'csv' ? await writeTables(record, folder) : await writeInspectLogs(output, record, folder);
      if (json) process.stdout.write(`${JSON.stringify({ folder, files }, null, 2)}\n`);
      else process.stdout.write(`${[...files.map(shown), ...(format === 'inspect' ? ['', viewing(folder)] : [])].join('\n')}\n`);
    });

const shown = (file: string): string => path.relative(process.cwd(), file);

const viewing = (folder: string): string => `inspect view --log-dir ${JSON.stringify(shown(folder) || '.')}`;
