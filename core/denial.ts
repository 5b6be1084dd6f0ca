import {
  aroundIt,
  byOthers,
  conditional,
  contrasted,
  described,
  type Excuse,
  insideNegation,
  leavesData,
  namesRemedy,
  negated,
  notOfTheBug,
  onContract,
  type Place,
  restored,
} from './denial-excuses.ts';

const trouble =
  '(?:bugs?|problems?|issues?|(?:data )?races?|race conditions?|leaks?|deadlocks?|defects?|mistakes?|flaws?|faults?|vulnerabilit(?:y|ies)|concerns?|errors? here)(?![ -](?:detect|protect|prevent|handl|check|recover|guard|avoid|toler))';
const filler = '(?:\\w+[ -]){0,3}?';
const adverbs = '(?:also |already |actually |perfectly |completely |quite |all |still )*';
const asItIs = '(?:unchanged|untouched|alone|as is|as it is|as they are|as it was|as-is|as given)';

/** Phrases that say that all is well, each with what takes that sense from it. */
const denials: { words: RegExp; unless: Excuse[] }[] = [
  {
    words: phrase(`\\b(?:is|are|was|were|has|have|does|do)(?:n't| not)(?: really| actually)? (?:an? |any |the )?${filler}${trouble}\\b`),
    unless: [notOfTheBug, restored],
  },
  {
    words: phrase(`\\b(?:not|never|isn't|hardly) (?:really |actually )?(?:an? |any |the )${filler}${trouble}\\b`),
    unless: [notOfTheBug, restored],
  },
  {
    words: phrase(`\\b(?:no|without|free of|free from) (?:actual |real |such |other |further |hidden |possible )?(?:\\w+ )?${trouble}\\b`),
    unless: [negated, notOfTheBug, described, conditional],
  },
  { words: phrase('\\b(?:false alarm|red herring|nothing (?:is )?wrong|not wrong|not incorrect)\\b'), unless: [negated] },
  {
    words: phrase('\\bnot (?:racy|buggy|broken(?! (?:up|in|into|down))|faulty|vulnerable|affected)\\b'),
    unless: [described, conditional, aroundIt],
  },
  {
    words: phrase(
      '\\b(?:works?|behaves?|correct|intended|fine|right|ok|okay|safe) as (?:is|intended|designed|written|documented|specified|it stands)\\b',
    ),
    unless: [negated, described, conditional],
  },
  {
    words: phrase('\\bby design\\b|\\b(?:is|are|was|were) (?:\\w+ ){0,2}intended(?= behaviou?r|[.,;:)!]|$)'),
    unless: [negated, insideNegation],
  },
  {
    words: phrase('\\b(?:intentional|deliberate|on purpose)(?=[.,;:)!]|$| (?:and|here|as|choice|decision|design|trade))'),
    unless: [negated, byOthers],
  },
  { words: phrase('\\bno (?:change|fix|repair)s? (?:is |are |was |were )?(?:needed|required|necessary|made)\\b'), unless: [aroundIt] },
  {
    words: phrase(
      `(?:\\b(?:is|are|looks?|seems?|remains?)|\\b(?:it|that|this|they)(?:'s|'re)) ${adverbs}(?:fine|correct|right|safe|sound|harmless|okay|ok|race-free|leak-free)(?=[.,;:)!]|$| here\\b| (?:and (?:was|is|were|are)|since|because|as (?!long)|but) )`,
    ),
    unless: [described, conditional, contrasted, namesRemedy, onContract],
  },
  {
    words: phrase('\\b(?:works?|behaves?) (?:correctly|fine|properly|well)(?=[.,;:)!]|$| here\\b)'),
    unless: [negated, described, conditional, contrasted],
  },
  {
    words: phrase(`\\b(?:left|kept|leave|keep)(?: (?:it|this|that|them|the|\\w+)){0,3}? ${asItIs}\\b`),
    unless: [described, conditional, leavesData],
  },
];

function phrase(source: string): RegExp {
  return new RegExp(source, 'gi');
}

/** "A leak, not a deadlock" affirms what comes first. */
const affirmed = new RegExp(`(\\ban? (?:\\w+[ -]){0,2}${trouble}),? (?:and )?not (?:an? )?(?:\\w+[ -]){0,2}${trouble}`, 'gi');

/** "Not only a …", "not a … but a …" affirm what follows. */
const affirming =
  /\b(?:not|isn't|aren't) (?:just|only|merely|simply) |\b(?:not|isn't|aren't) [^.;]{0,60}?,? but (?:rather )?(?=an? |the )/gi;

/** An item on transactions may say that its fault is not a data race: "write skew, not a data race". */
const onTransactions = /\b(?:write[- ](?:skews?|sets?)|transactions?)\b/i;

const repair =
  /\b(?:fixed(?! in go\b| by go\b| since go\b)(?=[,.;:)]| by | in | with | it | this | the | now )|mended|repaired|corrected|replaced|rewr(?:ote|itten)|changed (?:\S+ ){0,4}to\b|(?:i|we)(?:'ve| have)? (?:now )?(?:changed|added|moved|introduced|switched|copy|copied|clone|cloned|sort|sorted)|(?:the|this|my) (?:fix|repair|patch|correction)\b|fix:|(?<!\b(?:is|are|gets?|being) )added(?= so\b|[.,;:])|(?<=^|[.;:–] )(?:now(?! that)|making|adding|moving|replacing|changing)\b)/i;
const noRepair =
  /(?:\b(?:not|never|nothing|without|neither)|n't)(?: \w+){0,3} (?=fixed|mended|repaired|corrected|replaced|rewr|changed)\w+/gi;

const clauseEnd = /[.,;:(–—!?] ?|\b(?:which|and|so(?! that)|because|but|since) /gi;
const longestClause = 200;

/** Does the text say that what it describes is all right as it is? Telling how it was mended does not say so. */
export function denies(text: string): boolean {
  const plain = text
    .replace(/[*_`]/g, '')
    .replaceAll('’', "'")
    .replace(/\s+/g, ' ')
    .replace(affirming, 'is ')
    .replace(affirmed, '$1')
    .replace(noRepair, 'not mentioned')
    .replace(/\bdata races?\b/gi, onTransactions.test(text) ? 'clash in memory' : '$&');
  const firstRepair = plain.search(repair);
  return denials.some(({ words, unless }) =>
    [...plain.matchAll(words)].some((match) => {
      const place = placeOf(plain, match[0], match.index, firstRepair);
      return !unless.some((excuse) => excuse(place));
    }),
  );
}

function placeOf(text: string, words: string, index: number, firstRepair: number): Place {
  const before = text.slice(Math.max(0, index - longestClause), index);
  const boundary = [...before.matchAll(clauseEnd)].at(-1);
  const end = index + words.length;
  return {
    words,
    clause: boundary === undefined ? before : before.slice(boundary.index + boundary[0].length),
    after: text.slice(end, end + longestClause).split(/[.;!?](?= |$)/, 1)[0] ?? '',
    repaired: firstRepair !== -1 && firstRepair < index,
  };
}
