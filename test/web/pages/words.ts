/** What things on the pages are called, taken from the app's own texts: pages are spoken to by what people read and hear, in whichever language. */
import assert from 'node:assert/strict';
import { baseOf, LANGUAGES } from '../locales.js';

const VARIABLE = /\{\{-?\s*([\w.]+)[^}]*\}\}/g;

export type Values = Readonly<Record<string, string | number>>;

export class Words {
  constructor(readonly language = 'en') {}

  /**
   * Matches the whole text of a key, such as `ops:queue.save`; of one that depends on a number, any of its forms. What is put into it is anything, or what
   * `values` says.
   */
  of(key: string, values: Values = {}): RegExp {
    return new RegExp(`^\\s*(?:${this.forms(key, values)})\\s*$`, 'u');
  }

  /** The same as a part of a longer text. */
  within(key: string, values: Values = {}): RegExp {
    return new RegExp(this.forms(key, values), 'u');
  }

  /** As it is, for a text into which nothing is put. */
  plain(key: string): string {
    const [text = ''] = this.textsOf(key);
    return text;
  }

  private forms(key: string, values: Values): string {
    return this.textsOf(key)
      .map((text) => patternOf(text, values))
      .join('|');
  }

  private textsOf(key: string): readonly string[] {
    const [namespace = '', path = ''] = key.split(/:(.*)/);
    const texts = LANGUAGES.get(this.language)?.get(namespace);
    const found = [...(texts ?? [])].filter(([known]) => known === path || baseOf(known) === path).map(([, text]) => text);
    assert.ok(found.length > 0, `there is no text ${key} in ${this.language}`);
    return found;
  }
}

function patternOf(text: string, values: Values): string {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: whole, 1: name = '', index } of text.matchAll(VARIABLE)) {
    parts.push(escaped(text.slice(end, index)), name in values ? escaped(String(values[name])) : '.+?');
    end = index + whole.length;
  }
  return [...parts, escaped(text.slice(end))].join('');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
}
