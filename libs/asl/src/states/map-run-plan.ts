import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import type { MapState } from '../definition/state-machine.ts';
import { evaluateTemplate } from '../templates/evaluate-template.ts';
import { fillField } from './jsonata-flow.ts';
import { maxConcurrencyOf, toleranceOf, type Tolerance } from './map-limits.ts';
import { numberOf, type NumberSource } from './number-of.ts';
import type { StateView } from './state-view.ts';

/** Where the items of a Map Run are read from. */
export interface ReaderPlan {
  /** `arn:aws:states:::s3:getObject` or `…:listObjectsV2`. */
  readonly resource: string;
  readonly parameters: JsonObject;
  /** ReaderConfig as it stands; `MaxItems` is in `maxItems`. */
  readonly config: JsonObject;
  /** 0 means all. */
  readonly maxItems: number;
}

/** How items are put together: so many, or so many bytes, to a child. */
export interface BatcherPlan {
  readonly maxItems: number | undefined;
  readonly maxBytes: number | undefined;
  readonly batchInput: Json | undefined;
}

/** Where the results go, and in which form. */
export interface WriterPlan {
  readonly parameters: JsonObject;
  readonly config: JsonObject;
}

/** What a distributed Map does with its items; the numbers are checked. */
export interface MapRunPlan {
  readonly reader: ReaderPlan | undefined;
  readonly batcher: BatcherPlan | undefined;
  readonly writer: WriterPlan | undefined;
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
}

/**
 * Evaluate the fields of a distributed Map.
 *
 * @param source - the Map's input as the scope of its paths
 * @throws {EvaluationError} when one of them does not fit the data
 */
export function planMapRun(state: MapState, source: NumberSource): MapRunPlan {
  return {
    tolerance: toleranceOf(state, source),
    maxConcurrency: maxConcurrencyOf(state, source),
    reader: state.itemReader && planReader(state, state.itemReader, source),
    batcher: state.itemBatcher && planBatcher(state, state.itemBatcher, source),
    writer: state.resultWriter && planWriter(state, state.resultWriter, source),
  };
}

function planReader(state: MapState, reader: JsonObject, source: NumberSource): ReaderPlan {
  const config = isJsonObject(reader.ReaderConfig) ? reader.ReaderConfig : {};
  return {
    resource: typeof reader.Resource === 'string' ? reader.Resource : '',
    parameters: parametersOf(state, reader, { name: 'ItemReader', source }),
    config,
    maxItems: numberIn(config, 'MaxItems', source) ?? 0,
  };
}

function planBatcher(state: MapState, batcher: JsonObject, source: NumberSource): BatcherPlan {
  const { BatchInput: batchInput } = batcher;
  return {
    maxItems: numberIn(batcher, 'MaxItemsPerBatch', source),
    maxBytes: numberIn(batcher, 'MaxInputBytesPerBatch', source),
    batchInput: batchInput && filled(state, batchInput, { name: 'ItemBatcher/BatchInput', source }),
  };
}

function planWriter(state: MapState, writer: JsonObject, source: NumberSource): WriterPlan {
  return {
    parameters: parametersOf(state, writer, { name: 'ResultWriter', source }),
    config: isJsonObject(writer.WriterConfig) ? writer.WriterConfig : {},
  };
}

interface Use {
  readonly name: string;
  readonly source: NumberSource;
}

/** Parameters of a reader or writer; in JSONata they are called Arguments. */
function parametersOf(state: MapState, holder: JsonObject, { name, source }: Use): JsonObject {
  const field = state.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters';
  const value = filled(state, holder[field] ?? {}, { name: `${name}/${field}`, source });
  return isJsonObject(value) ? value : {};
}

function filled(state: MapState, template: Json, { name, source: { scope, view } }: Use): Json {
  if (state.queryLanguage === 'JSONPath') {
    return evaluateTemplate(template, scope, view.host, name);
  }
  return fillField(name, template, { states: statesOf(view), view });
}

function numberIn(holder: JsonObject, field: string, source: NumberSource): number | undefined {
  const { [field]: value, [`${field}Path`]: path } = holder;
  return numberOf(source, field, {
    value: typeof value === 'number' || typeof value === 'string' ? value : undefined,
    path: typeof path === 'string' ? path : undefined,
  });
}

function statesOf(view: StateView): { readonly input: Json } {
  return { input: view.input.json };
}
