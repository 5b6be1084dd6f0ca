/** Pixels. */
export interface Place {
  x: number;
  y: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const dotRadius = 4;
const rings = [14, 19, 27, 37, 49, 63];
const directions = Array.from({ length: 16 }, (_, index) => (2 * Math.PI * index) / 16);

/**
 * Places for one label each beside the dots, centred, so that no label covers a dot or another label as long as there
 * is room within the bounds: for each dot in turn the nearest place that is free, else the one that covers least.
 */
export function labelPlaces(dots: Place[], size: { width: number; height: number }, bounds: Box): Place[] {
  const taken = dots.map((dot) => boxAround(dot, 2 * dotRadius, 2 * dotRadius));
  return dots.map((dot) => {
    const candidates = rings.flatMap((ring) => directions.map((angle) => beside(dot, ring, angle)));
    const box = (place: Place) => boxAround(place, size.width, size.height);
    const inside = candidates.filter((place) => covers(bounds, box(place)));
    const cost = (place: Place) => taken.reduce((sum, other) => sum + overlap(box(place), other), 0);
    const best = inside.find((place) => cost(place) === 0) ?? inside.toSorted((a, b) => cost(a) - cost(b))[0] ?? dot;
    taken.push(box(best));
    return best;
  });
}

const beside = ({ x, y }: Place, ring: number, angle: number): Place => ({ x: x + ring * Math.cos(angle), y: y + ring * Math.sin(angle) });

const boxAround = ({ x, y }: Place, width: number, height: number): Box => ({
  left: x - width / 2,
  top: y - height / 2,
  right: x + width / 2,
  bottom: y + height / 2,
});

const covers = (outer: Box, inner: Box): boolean =>
  outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom;

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return Math.max(0, width) * Math.max(0, height);
}
