/** The verdict that a Feasibility section states about the level's requirements. */
export type Feasibility = 'feasible' | 'infeasible' | 'unstated';

const requirement = String.raw`(?:r\d+|requirements?|constraints?)`;
const group = `(?:both |all |each |every |jointly |together |simultaneously |at the same time |fully |always |ever |in general |actually )*`;
const kept = `(?:met|satisf(?:y|ied)|fulfil(?:l|led)?|achiev(?:e|ed|able)|guaranteed?|honou?r(?:ed)?|implement(?:ed)?|hold|held|kept|respected|realiz(?:e|ed)|realis(?:e|ed)|combined|reconciled|co-?exist|satisfiable|attained?|ensured?|delivered)`;
const cannot = `(?:cannot|can not|can't|could not|couldn't|can never|could never|are not able to|is not able to|are unable to|is unable to)`;

/** Phrases that only bring the idea up: what it seems to be, what it would be elsewhere, what a simple way could not do. */
const hypothetical =
  /\b(?:if|would|were it|in order to make|to make (?:it|this|them|all)|unless|at first|first glance|seems?|seemed|looks? |looked|appears?|appeared|may (?:look|seem|appear|sound)|might|sounds?|apparent(?:ly)?|na[iï]ve(?:ly)?|one (?:might|could|may) think)\b/;

/** Denials of the denial, and other sentences that hold the words of infeasibility but mean the contrary. */
const affirmed = new RegExp(
  [
    String.raw`\b(?:not|isn't|aren't|nor|neither|never|hardly) (?:in fact |actually |really |at all |strictly )?(?:infeasible|unfeasible|impossible|contradictory|in conflict|incompatible|unsatisfiable|mutually exclusive)\b`,
    String.raw`\b(?:no|without|zero|any|neither) (?:\w+ ){0,2}?(?:conflicts?|contradictions?|clash(?:es)?|incompatibilit(?:y|ies))\b`,
    String.raw`\b(?:no|none|nothing|neither)(?: of| the| these| those| them| two| pair of| single| numbered| ${requirement}| pair| one| here)*(?: \w+){0,3}? (?:conflicts?|contradicts?|clash(?:es)?|infeasible|impossible|waived|relaxed|dropped|sacrificed|incompatible|contradictory|${cannot})\b`,
    String.raw`\b(?:do|does|did)(?: not|n't) (?:conflict|contradict|clash|exclude|rule)\b`,
  ].join('|'),
);

const feasible = new RegExp(
  [
    String.raw`\b(?:is|are|be|remains?|fully|entirely|completely|verdict:?|^yes,?|overall|it's|task|spec) ?(?:all |both |fully |entirely |jointly |completely |indeed |quite |together )*(?:feasible|satisfiable|achievable)\b`,
    String.raw`^(?:\W|\b(?:yes|fully|entirely|completely|all|everything|it|verdict|conclusion|answer|result|status)\b)*feasible\b`,
    String.raw`\b(?:all|every|each|both)\b[^.]{0,80}?\b(?:can|are|is|could|have been|has been|were) (?:be )?${group}${kept}\b`,
    String.raw`\b(?:all|every|each|both)\b[^.]{0,60}?\b(?:can be|are) (?:feasible|possible|satisfiable|compatible|consistent)\b`,
    String.raw`\b${requirement}\b[^.]{0,60}?\b(?:can|are|is) (?:be )?(?:all|both|jointly|together|simultaneously|each|compatible|consistent)\b`,
    String.raw`\b(?:meets?|satisf(?:y|ies)|fulfil(?:l|ls)?) (?:all|every|each)\b`,
    String.raw`\b(?:it|this|everything) (?:is|can be) (?:possible|done|achieved|met)\b`,
    String.raw`^yes\b`,
  ].join('|'),
);

const namedInfeasible = new RegExp(
  [
    String.raw`\br\d+\b[^.]{0,80}?\b${cannot} ${group}(?:be )?${group}${kept}\b`,
    String.raw`\b${cannot} ${group}(?:be )?${group}(?:meet|${kept})\b[^.]{0,40}?\br\d+\b`,
    String.raw`\br\d+\b[^.]{0,40}?\b(?:is|are)(?: all| both| jointly| together| mutually| fundamentally| logically| strictly| therefore)* (?:infeasible|unfeasible|impossible|incompatible|contradictory|exclusive|unsatisfiable|unachievable|not (?:\w+ )?(?:feasible|achievable|satisfiable|possible|compatible)|in (?:direct )?(?:conflict|contradiction))\b`,
    String.raw`\br\d+ (?:\w+ ){0,2}?(?:conflicts?|contradicts?|clash(?:es)?|excludes?)\b`,
    String.raw`\br\d+ (?:and|with|,) r\d+ (?:conflict|contradict|clash|exclude)`,
    String.raw`\b(?:conflict|contradiction|incompatibility) between r\d+\b`,
    String.raw`\bimpossible to (?:\w+ )?(?:meet|satisfy|fulfil|guarantee|achieve)\b[^.]{0,30}\br\d+\b`,
    String.raw`\b(?:feasible|met|satisfied|possible)\W* (?:except|apart from|other than|save|but not|with the exception of)(?: for)?\b[^.]{0,15}\br\d+\b`,
  ].join('|'),
);

const infeasible = new RegExp(
  [
    String.raw`\b(?:infeasible|unfeasible|unsatisfiable|not (?:fully |entirely |completely |strictly |jointly |quite |wholly |all |both |really )?(?:feasible|satisfiable|achievable)|isn't (?:\w+ )?feasible|aren't (?:\w+ )?feasible)\b`,
    String.raw`\b(?:partially|partly|mostly|largely|nearly|almost|only partially) feasible\b`,
    String.raw`\b(?:requirements?|constraints?|they|these|both|two|all|spec|specification|task|it|this)\b[^.]{0,60}?\b${cannot} ${group}(?:be )?${group}${kept}\b`,
    String.raw`\bnot (?:all|both|every)\b[^.]{0,60}?\b(?:can|are|is)\b`,
    String.raw`\b(?:requirements?|constraints?|they|both|two)\b[^.]{0,40}?\b(?:conflicts?|contradict(?:s|ory)?|clash(?:es)?|mutually exclusive|incompatible)\b`,
    String.raw`\b(?:conflicting|contradictory|incompatible) (?:requirements?|constraints?)\b`,
    String.raw`\b(?:impossible|not possible)\b`,
    String.raw`\bno (?:implementation|program|code|solution|algorithm|function) (?:can|could|is able)\b`,
    String.raw`^no\b(?! (?:conflict|contradiction|requirement|problem|issue|change|waive))`,
  ].join('|'),
);

/**
 * The verdict of a Feasibility section, given as its paragraphs. A clause that names requirements by number and says
 * that they cannot be met decides; else the first clause that says anything does, so that remarks after "Feasible"
 * do not turn it round. Clauses about what seems or would be the case say
 * nothing, nor do clauses that hold both words.
 */
export function readFeasibility(paragraphs: string[]): Feasibility {
  const clauses = paragraphs.slice(0, 100).flatMap(clausesOf);
  const signals = clauses.map(signalOf);
  const headline = signals.find((signal) => signal !== undefined);
  if (signals.includes('named')) return 'infeasible';
  return headline === undefined || headline === 'named' ? 'unstated' : headline;
}

function clausesOf(paragraph: string): string[] {
  const plain = paragraph
    .toLowerCase()
    .replace(/[*_`"“”]/g, '')
    .replaceAll('’', "'")
    .replace(/\s+/g, ' ')
    .replace(/\b(e\.g|i\.e|cf|vs)\./g, '$1');
  return plain
    .split(/[.!?;\n](?=\s|$)|,? (?:but|however|yet|although|though|while|whereas|nevertheless|still)\b,?|—| [–-] /)
    .map((clause) => clause.trim());
}

function signalOf(clause: string): 'feasible' | 'infeasible' | 'named' | undefined {
  if (clause === '') return undefined;
  const named = statement(namedInfeasible, clause);
  if (/\bfeasible\b/.test(clause) && /\b[iu]nfeasible\b/.test(clause)) return undefined;
  if (named && !affirmed.test(clause)) return 'named';
  if (hypothetical.test(clause)) return undefined;
  if (affirmed.test(clause)) return 'feasible';
  if (infeasible.test(clause)) return 'infeasible';
  return feasible.test(clause) ? 'feasible' : undefined;
}

/** Said only of what a first look or a simple way would find. */
const firstLook = /\b(?:at first|first glance|na[iï]ve(?:ly)?|apparent(?:ly)?|one (?:might|could|may) think)\b/;

/** Said outright: what seems or would be so comes after it, as a reason, and is no condition of it. */
function statement(signal: RegExp, clause: string): boolean {
  const match = signal.exec(clause);
  if (match === null || firstLook.test(clause)) return false;
  const end = match.index + match[0].length;
  return !hypothetical.test(clause.slice(0, end)) && !/^,? (?:\w+ ){0,2}(?:if|unless|were)\b/.test(clause.slice(end));
}
