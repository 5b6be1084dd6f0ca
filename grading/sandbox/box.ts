/** Bounds of a process and of all it starts. CPU seconds count for each process. */
export interface Limits {
  cpuSeconds: number;
  memoryMiB: number;
  fileMiB: number;
  openFiles: number;
}

/** Everything that a confined process sees of this machine, by its path inside → the path outside. */
export interface Box {
  readable: Record<string, string>;
  writable: Record<string, string>;
  /** With the shell and the system's libraries. */
  system: boolean;
  /** Size of /tmp, where the process starts. */
  temporaryMiB: number;
  environment: Record<string, string>;
  limits: Limits;
}

/** Users of answers: not of this machine, one for each slot. */
const firstUser = 64_000;
const sharedMemoryBytes = 1 << 20;
const systemFolders = ['/bin', '/sbin', '/lib', '/lib64'];

/** Arguments of bubblewrap; the order matters: what closes the root comes last. */
export function bubblewrapArguments(box: Box, links: Record<string, string>): string[] {
  return [
    ...['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL', '--die-with-parent', '--new-session', '--as-pid-1'],
    ...['--proc', '/proc', '--dev', '/dev', '--size', String(sharedMemoryBytes), '--tmpfs', '/dev/shm'],
    ...['--size', String(box.temporaryMiB << 20), '--tmpfs', '/tmp', '--chdir', '/tmp'],
    ...(box.system ? systemMounts(links) : []),
    ...Object.entries(box.readable).flatMap(([inside, outside]) => ['--ro-bind', outside, inside]),
    ...Object.entries(box.writable).flatMap(([inside, outside]) => ['--bind', outside, inside]),
    ...['--remount-ro', '/dev', '--remount-ro', '/', '--clearenv'],
    ...Object.entries(box.environment).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
}

function systemMounts(links: Record<string, string>): string[] {
  const folders = systemFolders.flatMap((folder) => {
    const target = links[folder];
    return target === undefined ? ['--ro-bind-try', folder, folder] : ['--symlink', target, folder];
  });
  return ['--ro-bind', '/usr', '/usr', ...folders];
}

/** Where `/bin` and its like are links, as on most systems, they are links inside too. */
export async function systemLinks(readlink: (file: string) => Promise<string>): Promise<Record<string, string>> {
  const found = await Promise.all(systemFolders.map(async (folder) => [folder, await readlink(folder).catch(() => undefined)] as const));
  return Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/**
 * Flags of `launch`, which stands before the box. The CPU limit kills at once: a warning (SIGXCPU) would be lost on the
 * first process of a box.
 */
export function launchFlags({ cpuSeconds, memoryMiB, fileMiB, openFiles }: Limits): string[] {
  return [
    ...['-cpu', String(cpuSeconds), '-data', String(memoryMiB * 2 ** 20)],
    ...['-fsize', String(fileMiB * 2 ** 20), '-nofile', String(openFiles)],
  ];
}

/** The user that a slot's processes run as: one of their own where we may choose, else ours. */
export function slotUser(slot: number, ours: number): number {
  return ours === 0 ? firstUser + slot : ours;
}
