import type { SVGTemplateResult } from 'lit';

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The numbers of a chart as they are read: a heading for each column, and rows of as many texts. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What is drawn, in a sentence, as a picture of a size, and as a table. */
export interface Chart {
  /** One sentence with the content of the picture. */
  readonly summary: string;
  /** A pure function of the data the chart was made of and the size. */
  draw(size: Size): SVGTemplateResult;
  table(): Table;
}
