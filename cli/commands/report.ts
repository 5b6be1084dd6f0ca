import path from 'node:path';
import { Command } from 'commander';
import { writeReport } from '../../activities/report.ts';
import { outputFolder } from '../../storage/places.ts';

export const reportCommand = (): Command =>
  new Command('report')
    .description('write the report of a sweep anew from what its folder holds; a running one may be looked at, too')
    .argument('<sweep>', 'name of a sweep')
    .option('--json', 'print the places of its files as JSON')
    .action(async (sweep: string, { json }: { json?: boolean }) => {
      const file = await writeReport(outputFolder(), sweep);
      const places = {
        report: file,
        page: path.join(path.dirname(file), 'index.html'),
        results: path.join(path.dirname(file), 'results.json'),
      };
      const shown = Object.entries(places).map(([name, place]) => `${name.padEnd(8)}${path.relative(process.cwd(), place)}`);
      process.stdout.write(json ? `${JSON.stringify(places, null, 2)}\n` : `${shown.join('\n')}\n`);
    });
