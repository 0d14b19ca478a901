package dev.memdb.sql;

import com.dylibso.chicory.wasm.types.OpCode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * {@link FlatCode} as the build keeps it: flattening takes a third of a second whenever a program
 * begins, and comes out the same each time. All is written with the highest byte first.
 */
final class FlatFile {
  private FlatFile() {}

  /**
   * How many functions there are and how many are flat, then each of these by its number.
   *
   * @param flat by function; null for those that are Java
   */
  static byte[] write(List<FlatCode> flat) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(flat.size());
    out.writeInt((int) flat.stream().filter(f -> f != null).count());
    for (int i = 0; i < flat.size(); i++) {
      if (flat.get(i) != null) {
        out.writeInt(i);
        write(flat.get(i), out);
      }
    }
    return bytes.toByteArray();
  }

  private static void write(FlatCode code, DataOutputStream out) throws IOException {
    out.writeInt(code.registers);
    out.writeInt(code.results);
    out.writeInt(code.tables.length);
    for (int[] table : code.tables) {
      out.writeInt(table.length);
      for (int target : table) {
        out.writeInt(target);
      }
    }
    out.writeInt(code.operations.length);
    for (long immediate : code.immediates) {
      out.writeLong(immediate);
    }
    for (int top : code.tops) {
      out.writeInt(top);
    }
    for (OpCode operation : code.operations) {
      out.writeShort(operation.opcode());
    }
  }

  /** The same again. */
  static List<FlatCode> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    var flat = new FlatCode[in.getInt()];
    for (int left = in.getInt(); left > 0; left--) {
      int function = in.getInt();
      flat[function] = read(in);
    }
    return Arrays.asList(flat);
  }

  private static FlatCode read(ByteBuffer in) {
    int registers = in.getInt();
    int results = in.getInt();
    var tables = new int[in.getInt()][];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = ints(in, in.getInt());
    }
    int length = in.getInt();
    var immediates = new long[length];
    in.asLongBuffer().get(immediates);
    in.position(in.position() + length * Long.BYTES);
    int[] tops = ints(in, length);
    var numbers = new short[length];
    in.asShortBuffer().get(numbers);
    in.position(in.position() + length * Short.BYTES);
    var operations = new OpCode[length];
    for (int i = 0; i < length; i++) {
      operations[i] = OpCode.byOpCode(Short.toUnsignedInt(numbers[i]));
    }
    return new FlatCode(operations, immediates, tops, tables, registers, results);
  }

  private static int[] ints(ByteBuffer in, int length) {
    var ints = new int[length];
    in.asIntBuffer().get(ints);
    in.position(in.position() + length * Integer.BYTES);
    return ints;
  }
}
