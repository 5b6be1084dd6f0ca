/** Ends of sentences: a full stop or its like before a space, a paragraph's end, a line of a list. */
const sentenceEnd = /(?<=[.!?;]["'”’)*_`]{0,3})\s+|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)/;

const abbreviation = /\b(e\.g|i\.e|cf|vs|etc|resp|approx|no)\.(?=\s)/gi;

/** The sentences of a text, white space in them made single. */
export function sentencesOf(text: string): string[] {
  return text
    .replace(abbreviation, '$1')
    .split(sentenceEnd)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '');
}
