/** A file's content as it counts: `$schema` tells an editor where to look, and nobody else. */
export function withoutEditorSchema(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$schema' in value)) return value;
  const { $schema: _, ...rest } = value;
  return rest;
}
