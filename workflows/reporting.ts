import { light } from './activities.ts';

const minuteMs = 60_000;

/** Keeps the report of a running sweep fresh: written after news, once a minute at most, never twice at a time. */
export class Reporting {
  private readonly sweep: string;
  private writing: Promise<void> | null = null;
  private writtenAt = Number.NEGATIVE_INFINITY;

  constructor(sweep: string) {
    this.sweep = sweep;
  }

  /** Something was scored. A report that cannot be written now is not missed: the last one is waited for. */
  news(): void {
    if (this.writing || Date.now() - this.writtenAt < minuteMs) return;
    this.writing = light.report
      .executeWithOptions({ summary: 'report so far' }, [this.sweep])
      .catch(() => undefined)
      .then(() => {
        this.writtenAt = Date.now();
        this.writing = null;
      });
  }

  /** Nothing is being written any more. */
  async settled(): Promise<void> {
    await this.writing;
  }
}
