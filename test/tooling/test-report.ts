/**
 * Tells how a test run goes: a live line on a terminal, a line per file elsewhere, the output of files that failed, and the count at the end.
 */
import type { FileResult } from './test-process.js';

const slowestShown = 5;
const liveLineMaxColumns = 120;
const eraseLine = '\r\x1b[2K';

export class TestReport {
  private readonly results: { readonly name: string; readonly result: FileResult }[] = [];
  private readonly underWay = new Set<string>();

  /** @param out where to write; `isTTY` decides about the live line. */
  constructor(
    private readonly out: NodeJS.WriteStream,
    private readonly files: number,
  ) {}

  began(name: string): void {
    this.underWay.add(name);
    this.drawLiveLine();
  }

  ended(name: string, result: FileResult): void {
    this.underWay.delete(name);
    this.results.push({ name, result });
    const { complaints, passed } = result.verdict;
    if (complaints.length > 0) {
      this.writeLine(`FAILED  ${name}: ${complaints.join('; ')}`);
      this.writeLine(indented(result.output));
    } else if (!this.out.isTTY) {
      this.writeLine(`passed  ${name}  ${passed} tests  ${result.seconds.toFixed(1)} s`);
    }
    this.drawLiveLine();
  }

  /** Writes the table and, alone on the last line, the count. Returns whether all is well. */
  finish(seconds: number): boolean {
    const failedFiles = this.results.filter(({ result }) => result.verdict.failed > 0);
    this.writeLine(`\n${this.files} files in ${seconds.toFixed(1)} s${this.files > slowestShown ? ', the slowest:' : ''}`);
    if (this.files > slowestShown) for (const line of this.slowest()) this.writeLine(line);
    if (failedFiles.length > 0) this.writeLine(`\nfailed files:\n${failedFiles.map(({ name }) => `  ${name}`).join('\n')}`);
    const passed = this.results.reduce((sum, { result }) => sum + result.verdict.passed, 0);
    const failed = this.results.reduce((sum, { result }) => sum + result.verdict.failed, 0);
    this.writeLine(`\n${passed} passed, ${failed} failed`);
    return failed === 0 && passed > 0;
  }

  private slowest(): string[] {
    return this.results
      .toSorted((a, b) => b.result.seconds - a.result.seconds)
      .slice(0, slowestShown)
      .map(
        ({ name, result }) => `  ${result.seconds.toFixed(1).padStart(6)} s  ${String(result.verdict.passed).padStart(4)} tests  ${name}`,
      );
  }

  private writeLine(line: string): void {
    this.out.write(`${this.out.isTTY ? eraseLine : ''}${line}\n`);
  }

  private drawLiveLine(): void {
    if (!this.out.isTTY || this.underWay.size === 0) return;
    const failed = this.results.reduce((sum, { result }) => sum + result.verdict.failed, 0);
    const line = `${this.results.length}/${this.files} files${failed > 0 ? `, ${failed} failed` : ''}: ${[...this.underWay].join(', ')}`;
    // A terminal that does not tell its width says 0.
    const columns = this.out.columns > 0 ? Math.min(this.out.columns, liveLineMaxColumns) : liveLineMaxColumns;
    this.out.write(eraseLine + line.slice(0, columns - 1));
  }
}

function indented(output: string): string {
  return output.trimEnd().replace(/^(?=.)/gm, '    ');
}
