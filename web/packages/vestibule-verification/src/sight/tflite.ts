/**
 * Reads a TensorFlow Lite file (a flatbuffer) and runs its graph: only the operators that a small
 * net for faces is made of, in 32-bit floats, batch of one. No WebAssembly, so no page has to allow
 * it; a file that needs more is refused when it is read.
 */
import { add, conv, depthwise, maxPool, pad, prelu, type Shape, type Tensor } from './kernels.js';

/** Builtin operators by their number in the format. */
const OPS: Record<
  number,
  | 'add'
  | 'concat'
  | 'conv'
  | 'depthwise'
  | 'dequantize'
  | 'pool'
  | 'relu'
  | 'reshape'
  | 'pad'
  | 'prelu'
> = {
  0: 'add',
  2: 'concat',
  3: 'conv',
  4: 'depthwise',
  6: 'dequantize',
  17: 'pool',
  19: 'relu',
  22: 'reshape',
  34: 'pad',
  54: 'prelu',
};
const FLOAT16 = 1;
const INT32 = 2;

type Step = () => void;

/** A net that is ready: fill `input`, `run()`, read `outputs`. */
export interface Net {
  input: Float32Array;
  outputs: Float32Array[];
  run: () => void;
}

export function netOf(file: ArrayBuffer): Net {
  const reader = new Reader(new DataView(file));
  const root = reader.root();
  const codes = reader
    .tables(root, 1)
    .map((code) => Math.max(reader.byte(code, 0), reader.int(code, 3)));
  const buffers = reader.tables(root, 4);
  const graph = reader.tables(root, 2)[0]!;
  const constant = new Set<Tensor>();
  const tensors = reader.tables(graph, 0).map((table): Tensor => {
    const shape = shapeOf(reader.ints(table, 0));
    const data = valuesOf(reader, buffers[reader.int(table, 2)]!, reader.byte(table, 1));
    const tensor = { shape, data: data ?? new Float32Array(shape.n * shape.h * shape.w * shape.c) };
    if (data) constant.add(tensor);
    return tensor;
  });
  const steps: Step[] = [];
  for (const table of reader.tables(graph, 3)) {
    const code = codes[reader.int(table, 0)] ?? -1;
    const from = reader.ints(table, 1).map((at) => tensors[at]!);
    const to = tensors[reader.ints(table, 2)[0]!]!;
    const step = stepOf(reader, OPS[code], reader.table(table, 4), from, to);
    // What is made of constants alone is made once.
    if (from.every((tensor) => constant.has(tensor))) {
      step();
      constant.add(to);
    } else steps.push(step);
  }
  return {
    input: tensors[reader.ints(graph, 1)[0]!]!.data,
    outputs: reader.ints(graph, 2).map((at) => tensors[at]!.data),
    run: () => {
      for (const step of steps) step();
    },
  };
}

function stepOf(
  reader: Reader,
  op: (typeof OPS)[number] | undefined,
  options: number,
  from: Tensor[],
  to: Tensor,
): Step {
  const [a, b, c] = from as [Tensor, Tensor, Tensor];
  const stride = () => ({ x: reader.int(options, 1), y: reader.int(options, 2) });
  const same = () => reader.byte(options, 0) === 0;
  switch (op) {
    case 'conv':
      refuse(reader.byte(options, 3), 'a fused activation');
      return conv(a, b, c, to, stride(), same());
    case 'depthwise':
      refuse(reader.byte(options, 4), 'a fused activation');
      return depthwise(a, b, c, to, stride(), same());
    case 'pool':
      return maxPool(a, to, stride(), { x: reader.int(options, 3), y: reader.int(options, 4) });
    case 'add':
      return add(a, b, to);
    case 'pad':
      return pad(a, b.data, to);
    case 'prelu':
      return prelu(a, b.data, to);
    case 'relu':
      return prelu(a, new Float32Array(a.shape.c), to);
    case 'reshape':
    case 'dequantize':
      return () => to.data.set(a.data);
    case 'concat':
      return () => {
        let at = 0;
        for (const { data } of from) {
          to.data.set(data, at);
          at += data.length;
        }
      };
    default:
      throw new Error('an operator of this net is not known here');
  }
}

function refuse(found: number, what: string): void {
  if (found) throw new Error(`${what} is not known here`);
}

/** Up to four dimensions, the first of them the batch or, of weights, the channels that come out. */
function shapeOf(dims: number[]): Shape {
  const [c = 1, w = 1, h = 1, n = 1] = [...dims].reverse();
  return { n, h, w, c };
}

function valuesOf(reader: Reader, buffer: number, type: number): Float32Array | undefined {
  const { at, length } = reader.bytes(buffer, 0);
  if (!length) return undefined;
  if (type === FLOAT16)
    return Float32Array.from({ length: length / 2 }, (_, i) =>
      half(reader.view.getUint16(at + 2 * i, true)),
    );
  const size = { length: length / 4 };
  return type === INT32
    ? Float32Array.from(size, (_, i) => reader.view.getInt32(at + 4 * i, true))
    : Float32Array.from(size, (_, i) => reader.view.getFloat32(at + 4 * i, true));
}

/** A 16-bit float: five bits of exponent, ten of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Tables of a flatbuffer; fields by their number, 0 for one that is absent. */
class Reader {
  constructor(readonly view: DataView) {}

  root = (): number => this.view.getUint32(0, true);

  int(table: number, field: number): number {
    const at = this.field(table, field);
    return at ? this.view.getInt32(at, true) : 0;
  }

  byte(table: number, field: number): number {
    const at = this.field(table, field);
    return at ? this.view.getInt8(at) : 0;
  }

  table(table: number, field: number): number {
    const at = this.field(table, field);
    return at ? at + this.view.getUint32(at, true) : 0;
  }

  tables(table: number, field: number): number[] {
    return this.list(table, field, (at) => at + this.view.getUint32(at, true));
  }

  ints(table: number, field: number): number[] {
    return this.list(table, field, (at) => this.view.getInt32(at, true));
  }

  bytes(table: number, field: number): { at: number; length: number } {
    const start = this.table(table, field);
    return start
      ? { at: start + 4, length: this.view.getUint32(start, true) }
      : { at: 0, length: 0 };
  }

  private list<T>(table: number, field: number, read: (at: number) => T): T[] {
    const { at, length } = this.bytes(table, field);
    return Array.from({ length }, (_, i) => read(at + 4 * i));
  }

  private field(table: number, field: number): number {
    if (!table) return 0;
    const fields = table - this.view.getInt32(table, true);
    const entry = 4 + 2 * field;
    const offset =
      entry < this.view.getUint16(fields, true) ? this.view.getUint16(fields + entry, true) : 0;
    return offset ? table + offset : 0;
  }
}
