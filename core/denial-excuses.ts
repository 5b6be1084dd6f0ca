/** Where in an item something stands that reads like a denial. Texts are cut to what a clause may reasonably hold. */
export interface Place {
  /** The words that deny. */
  words: string;
  /** From the last boundary of a clause to these words. */
  clause: string;
  /** The rest of the sentence. */
  after: string;
  /** A repair is told of earlier in the item. */
  repaired: boolean;
}

/** Does the place not say that all is well, though its words do? */
export type Excuse = (place: Place) => boolean;

/** What holds of the mended code, or ought to hold, tells nothing of the code as it is. */
export const described: Excuse = ({ clause, after, repaired }) =>
  repaired ||
  /\b(?:now|no longer|instead)\b/i.test(clause) ||
  /^\W*(?:now|any ?more|any longer|afterwards|after (?:the|this|my|that)|again)\b/i.test(after) ||
  /\b(?:should|must|ought|ha(?:s|ve) to|needs? to|would|supposed|wants?|requires?|promises?|expects?|demands?|so that|in order|ensur\w+|solv\w+|cures?|mends?|fixes|make sure|guarantee\w*)\b/i.test(
    clause,
  );

/** "`<` is used where `<=` is correct", "assumes that this is safe", "nothing here is safe", "the rest is fine". */
export const conditional: Excuse = ({ clause, after }) =>
  /\b(?:where|only|if|when|once|unless|until|provided|assum\w+|believ\w+|pretend\w*|trusts?|whether|neither|nor|none|nothing|no|nobody|hardly|others?|rest|remaining|otherwise)\b/i.test(
    clause,
  ) || /^\W*(?:until|unless|only|as long as|so long as|except|apart from|provided)\b/i.test(after);

export const negated: Excuse = ({ clause }) =>
  /(?:\b(?:not|never|hardly|nor|cannot|fails? to|contrary to|against|unlike|instead of)|n't)(?: \w+){0,2} ?$/i.test(clause);

/** "Looks fine, but …"; remarks on style leave the denial as it is. */
export const contrasted: Excuse = ({ words, clause, after }) => {
  const but = /^[ ,]*(?:but|yet|however|except)\b(.*)/i.exec(after)?.[1];
  if (
    but === undefined ||
    /\b(?:slow|odd|unusual|could|might|confus|unclear|clearer|verbose|inefficient|style|hard|simpler|reads?|looks?)/i.test(but)
  )
    return false;
  return /^(?:looks?|seems?|works?|behaves?)/i.test(words) || /\b(?:results?|output|values?|sums?|totals?|answers?)\b/i.test(clause);
};

/** "`<=` is correct", "a ceiling is right": names what belongs there, unless that is said to stand there already. */
export const namesRemedy: Excuse = ({ words, clause }) =>
  /^is (?:correct|right)$/i.test(words) && /^(?:an|a|rounding|inclusive|exclusive|strict) |(?:^|[\s(])[-<>=!≤≥+*/%&|^\d]+ $/i.test(clause);

/** "The doc comment is correct; the code is not." */
export const onContract: Excuse = ({ clause }) =>
  /\b(?:doc(?:s|umentation| comments?)?|comments?|contract|spec(?:ification)?|requirements?|formula) $/i.test(clause);

/** "The lock does not prevent the race", "not the only bug", "no other bugs". */
export const notOfTheBug: Excuse = ({ words }) =>
  /n.t free\b|\b(?:prevent|avoid|detect|handle|report|catch|protect|guard|solve|fix|exclude|stop|remove|address|only|obvious|isolated|theoretical|minor|rare|other|others|further|more|additional)/i.test(
    words,
  );

/** Data that is left alone is what an honest repair promises; code that is left alone was found to be right. */
export const leavesData: Excuse = ({ words, clause }) => {
  const subject = `${clause} ${words}`.split(' ').slice(-10).join(' ');
  if (
    /\b(?:loops?|comparison|check|code|function|condition|line|logic|method|lock|handling|implementation|order|on purpose)\b/i.test(subject)
  )
    return false;
  if (/\b(?:decided|chose|chosen|prefer\w*|want\w*) to $/i.test(clause)) return false;
  return (
    /\b(?:inputs?|arguments?|parameters?|callers?|originals?|slices?|lists?|maps?|stays|records?|arrays?|buffers?|dst|src|data|values?|balances?|state|totals?|counts?|counters?|tickets?|stock|queues?|results?|entr(?:y|ies)|bytes|memory|elements?|fields?)\b/i.test(
      subject,
    ) || /\bto $/i.test(clause)
  );
};

export const byOthers: Excuse = ({ clause }) =>
  /\b(?:attackers?|callers?|clients?|users?|some(?:one|body)|who|sender|server|hostile|malicious)\b/i.test(clause);

/** "Is not affected" and "no change is needed" of what surrounds the fault. */
export const aroundIt: Excuse = ({ clause, after }) =>
  /\b(?:others?|rest|remaining|single|shorter|smaller|first)\b/i.test(clause) ||
  /^ ?(?:(?:in|for|to|by|of) )?(?:the |any )?(?:callers?|tests?|api|signatures?|others?|interfaces?|clients?|elsewhere)\b/i.test(after);

/** "There is no longer a leak": for words that a mere mention of a repair does not excuse. */
export function restored({ clause, after }: Place): boolean {
  return /\bnow\b/i.test(clause) || /^\W*(?:now|any ?more|any longer)\b/i.test(after);
}

/** The words themselves hold a negation. */
export function insideNegation({ words }: Place): boolean {
  return /\b(?:not|never|hardly)\b/i.test(words);
}
