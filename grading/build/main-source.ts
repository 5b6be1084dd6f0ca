/** A list of test functions of one package, under the name by which a run selects it. */
export interface TestSet {
  name: string;
  /** Import path of the package that holds the functions. */
  path: string;
  tests: string[];
}

/** Source of the program that runs sets of tests (its body: `grading/go/harness`). */
export function mainSource(sets: TestSet[]): string {
  const used = sets.filter((set) => set.tests.length > 0);
  const imports = used.map((set, index) => `\ts${index} ${JSON.stringify(set.path)}\n`);
  const entries = used.map((set, index) => `\t\t{${JSON.stringify(set.name)}, []harness.Test{${functions(set, index)}}},\n`);
  return `package main\n\nimport (\n\t"specgen/harness"\n${imports.join('')})\n\nfunc main() {\n\tharness.Main([]harness.Set{\n${entries.join('')}\t})\n}\n`;
}

function functions(set: TestSet, index: number): string {
  return set.tests.map((name) => `{${JSON.stringify(name)}, s${index}.${name}}`).join(', ');
}
