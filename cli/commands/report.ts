import { Command } from 'commander';
import { writeReport } from '../../activities/report.ts';
import { openStore } from '../../storage/places.ts';
import { reportKey } from '../../storage/trials/keys.ts';
import { shownPlace } from '../terminal/place.ts';

export const reportCommand = (): Command =>
  new Command('report')
    .description('write the report of a sweep anew from what its folder holds; a running one may be looked at, too')
    .argument('<sweep>', 'name of a sweep')
    .option('--json', 'print the places of its files as JSON')
    .action(async (sweep: string, { json }: { json?: boolean }) => {
      const store = await openStore();
      const file = await writeReport(store, sweep);
      const places = {
        report: file,
        page: store.placeOf(`${reportKey(sweep)}/index.html`),
        results: store.placeOf(`${reportKey(sweep)}/results.json`),
      };
      const shown = Object.entries(places).map(([name, place]) => `${name.padEnd(8)}${shownPlace(place)}`);
      process.stdout.write(json ? `${JSON.stringify(places, null, 2)}\n` : `${shown.join('\n')}\n`);
    });
