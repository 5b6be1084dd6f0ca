const trouble =
  '(?:bugs?|problems?|issues?|(?:data )?races?|race conditions?|leaks?|deadlocks?|defects?|mistakes?|flaws?|faults?|vulnerabilit(?:y|ies)|concerns?|errors? here)';
const filler = '(?:\\w+[ -]){0,3}?';

/** Phrases that deny that something is wrong. "Does not unlock" or "no copy is made" are descriptions, not denials. */
const denials = [
  `\\b(?:is|are|was|were|has|have|does|do)(?:n't| not)(?: really| actually)? (?:an? |any |the )?${filler}${trouble}\\b`,
  `\\b(?:not|never|isn't|hardly) (?:really |actually )?(?:an? |any |the )${filler}${trouble}\\b`,
  `\\b(?:no|without|free of|free from) (?:actual |real |such |further |other |hidden |possible )?(?:\\w+ )?${trouble}\\b`,
  `\\b(?:false alarm|red herring|nothing (?:is )?wrong|not wrong|not incorrect|not (?:racy|buggy|broken|faulty|vulnerable|affected))\\b`,
  `\\b(?:works?|behaves?|correct|intended|fine|right) as (?:is|intended|designed|written|documented|specified|it stands)\\b`,
  `\\b(?:by design|intended behaviou?r|intentional|deliberate)\\b`,
  `\\bno (?:change|fix|repair)s? (?:is |are |was |were )?(?:needed|required|necessary|made)\\b`,
  `\\b(?:is|are|looks?|seems?|remains?) (?:also |already |actually |perfectly |completely |quite |all |still )?(?:fine|correct|safe|sound|harmless|okay|ok|race-free|leak-free)(?=[.,;)!]|$| here\\b| and (?:was|is|were|are) )`,
  `\\b(?:left|kept|leave|keep)(?: it| this| them)? (?:unchanged|untouched|alone|as is|as it is|as-is)\\b`,
].map((source) => new RegExp(source, 'i'));

/** "Not only a …", "not a … but a …" affirm what follows. */
const affirming =
  /\b(?:not|isn't|aren't) (?:just|only|merely|simply) |\b(?:not|isn't|aren't) [^.;]{0,60}?,? but (?:rather )?(?=an? |the )/gi;

/** Does the text say that what it describes is all right? */
export function denies(text: string): boolean {
  const plain = text.replace(/[*_`]/g, '').replaceAll('’', "'").replace(/\s+/g, ' ').replace(affirming, 'is ');
  return denials.some((denial) => denial.test(plain));
}
