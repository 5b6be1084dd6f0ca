/** The part of jStat that is used; the package brings no types. */
declare module 'jstat' {
  const jStat: {
    studentt: { inv(probability: number, degreesOfFreedom: number): number };
    normal: {
      cdf(value: number, mean: number, standardDeviation: number): number;
      inv(probability: number, mean: number, standardDeviation: number): number;
    };
  };
  export default jStat;
}
