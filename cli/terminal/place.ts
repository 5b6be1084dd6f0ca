import path from 'node:path';

/** Where something is, for people: a path from here, or the address of what is not on this machine. */
export const shownPlace = (place: string): string => (path.isAbsolute(place) ? path.relative(process.cwd(), place) || '.' : place);
