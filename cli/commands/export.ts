import { Command, Option } from 'commander';
import { writeInspectLogs, writeTables } from '../../activities/export.ts';
import { FolderStore } from '../../storage/folder/folder-store.ts';
import { openStore } from '../../storage/places.ts';
import { sweepKey } from '../../storage/trials/keys.ts';
import { storedSweep } from '../stored-sweep.ts';
import { shownPlace } from '../terminal/place.ts';

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
    .option('--to <folder>', 'where to write; by default export/FORMAT beside the sweep’s results')
    .option('--json', 'print the places of the files as JSON')
    .action(async (sweep: string, { format, to, json }: Options) => {
      const store = await openStore();
      const record = await storedSweep(store, sweep);
      const target =
        to === undefined ? { store, prefix: `${sweepKey(sweep)}/export/${format}` } : { store: new FolderStore(to), prefix: '' };
      const folder = target.store.placeOf(target.prefix);
      const files = format === 'csv' ? await writeTables(record, target) : await writeInspectLogs(store, record, target);
      if (json) process.stdout.write(`${JSON.stringify({ folder, files }, null, 2)}\n`);
      else process.stdout.write(`${[...files.map(shownPlace), ...(format === 'inspect' ? ['', viewing(folder)] : [])].join('\n')}\n`);
    });

const viewing = (folder: string): string => `inspect view --log-dir ${JSON.stringify(shownPlace(folder))}`;
