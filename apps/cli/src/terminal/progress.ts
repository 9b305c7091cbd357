import { styleText } from 'node:util';
import { shownLines, shownText } from './shown-text.ts';

/** Shows the steps of something long, one after another, with the time that each took. */
export interface ProgressView {
  /** Runs a step; what it gives is its result line. `note` shows how far it is. */
  step<T>(title: string, work: (note: (text: string) => void) => Promise<readonly [string, T]>): Promise<T>;
  /** A sentence between steps. */
  say(text: string): void;
  /** Shows nothing more, also not of a step that still runs. */
  close(): void;
}

export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const width = 18;

/** On a terminal the running step's line is redrawn as it goes; elsewhere each step is one line, when it has ended. */
export function openProgress(output: Output, now: () => number = () => performance.now()): ProgressView {
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const write = (text: string) => {
    if (!closed) output.write(text);
  };
  const live = output.isTTY === true;
  const paint = (format: Parameters<typeof styleText>[0], text: string) => (live ? styleText(format, text) : text);
  const line = (mark: string, title: string, text: string, ms: number) =>
    `${mark} ${title.padEnd(width)} ${seconds(ms).padStart(7)}  ${shownText(text)}`;
  const clear = () => {
    if (live) write('\r\u001b[2K');
  };
  return {
    say: (text) => {
      clear();
      write(`${shownLines(text)}\n`);
    },
    close: () => {
      clearInterval(timer);
      clear();
      closed = true;
    },
    step: async (title, work) => {
      const started = now();
      let text = '';
      const draw = () => {
        clear();
        write(line('·', title, text, now() - started).slice(0, (output.columns ?? 80) - 1));
      };
      timer = live ? setInterval(draw, 100) : undefined;
      const end = (mark: string, result: string) => {
        clearInterval(timer);
        clear();
        write(`${line(mark, title, result, now() - started)}\n`);
      };
      try {
        const [result, value] = await work((it) => {
          text = it;
        });
        end(paint('green', '✓'), result);
        return value;
      } catch (error) {
        end(paint('red', '✗'), text);
        throw error;
      }
    },
  };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
