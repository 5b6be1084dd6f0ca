import { writeReport } from '../../activities/report.ts';
import { FolderStore } from '../../storage/folder/folder-store.ts';

// a process of its own for each measurement: node one-report.ts OUTPUT SWEEP
const [output = '', sweep = ''] = process.argv.slice(2);
const [before, start] = [process.cpuUsage(), performance.now()];
await writeReport(new FolderStore(output), sweep);
const { user, system } = process.cpuUsage(before);
const cost = {
  wallSeconds: (performance.now() - start) / 1000,
  cpuSeconds: (user + system) / 1e6,
  memoryMB: process.resourceUsage().maxRSS / 1000,
};
process.stdout.write(JSON.stringify(cost));
