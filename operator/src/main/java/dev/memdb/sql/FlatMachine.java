package dev.memdb.sql;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.OpcodeImpl;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.Arrays;
import java.util.List;

/**
 * Runs libpg_query: what fits into a Java method as the Java that it was compiled to, and the three
 * functions that do not, the grammar's among them, as {@link FlatCode}. Chicory has an interpreter
 * for those too; but it enters and leaves block by block, and the grammar stands in two thousand
 * blocks, one in the other. An ordinary CREATE TABLE took 3.4 ms that way, and takes 0.25 ms this
 * way (ThroughputTest prints what it is elsewhere).
 */
final class FlatMachine implements Machine {
  private final Instance instance;
  private final Machine compiled;
  private final FlatCode[] flat;

  /**
   * @param flat by function; null for those that are Java
   */
  FlatMachine(Instance instance, List<FlatCode> flat) {
    this.instance = instance;
    this.compiled = LibPgQuery.create(instance);
    this.flat = flat.toArray(FlatCode[]::new);
  }

  @Override
  public long[] call(int function, long[] arguments) {
    FlatCode code = flat[function];
    return code == null ? compiled.call(function, arguments) : run(code, arguments);
  }

  private long[] run(FlatCode code, long[] arguments) {
    OpCode[] operations = code.operations;
    long[] immediates = code.immediates;
    int[] tops = code.tops;
    Memory memory = instance.memory();
    long[] r = Arrays.copyOf(arguments, code.registers);
    int next = 0;
    while (true) {
      long x = immediates[next];
      int top = tops[next];
      int a = top - 1;
      int b = top - 2;
      switch (operations[next++]) {
        case LOCAL_GET -> r[top] = r[(int) x];
        case LOCAL_SET, LOCAL_TEE -> r[(int) x] = r[a];
        case I32_CONST, I64_CONST, F64_CONST -> r[top] = x;
        case GLOBAL_GET -> r[top] = instance.global((int) x).getValue();
        case GLOBAL_SET -> instance.global((int) x).setValue(r[a]);
        case DROP -> {}
        case SELECT -> r[top - 3] = (int) r[a] != 0 ? r[top - 3] : r[b];

        case BR -> next = (int) x;
        case BR_IF -> next = (int) r[a] != 0 ? (int) x : next;
        case IF -> next = (int) r[a] == 0 ? (int) x : next;
        case BR_TABLE -> {
          int[] table = code.tables[(int) x];
          int entry = (int) r[a];
          next = table[entry >= 0 && entry < table.length - 1 ? entry : table.length - 1];
        }
        case CALL -> {
          int first = top - FlatCode.arguments(x);
          keep(call(FlatCode.function(x), Arrays.copyOfRange(r, first, top)), r, first);
        }
        case CALL_INDIRECT -> {
          int first = a - FlatCode.arguments(x);
          int function = instance.table(0).requiredRef((int) r[a]);
          keep(call(function, Arrays.copyOfRange(r, first, a)), r, first);
        }
        case RETURN -> {
          return code.results == 0 ? null : new long[] {r[a]};
        }
        case UNREACHABLE -> throw new TrapException("unreachable");

        case I32_LOAD -> r[a] = memory.readInt(at(r[a], x));
        case I32_LOAD8_S -> r[a] = memory.read(at(r[a], x));
        case I32_LOAD8_U -> r[a] = memory.read(at(r[a], x)) & 0xFF;
        case I32_LOAD16_S -> r[a] = memory.readShort(at(r[a], x));
        case I32_LOAD16_U -> r[a] = memory.readShort(at(r[a], x)) & 0xFFFF;
        case I64_LOAD, F64_LOAD -> r[a] = memory.readLong(at(r[a], x));
        case I32_STORE -> memory.writeI32(at(r[b], x), (int) r[a]);
        case I32_STORE8 -> memory.writeByte(at(r[b], x), (byte) r[a]);
        case I32_STORE16 -> memory.writeShort(at(r[b], x), (short) r[a]);
        case I64_STORE, F64_STORE -> memory.writeLong(at(r[b], x), r[a]);
        case MEMORY_COPY -> memory.copy((int) r[top - 3], (int) r[b], (int) r[a]);

        case I32_EQZ -> r[a] = bit((int) r[a] == 0);
        case I32_EQ -> r[b] = bit((int) r[b] == (int) r[a]);
        case I32_NE -> r[b] = bit((int) r[b] != (int) r[a]);
        case I32_LT_S -> r[b] = bit((int) r[b] < (int) r[a]);
        case I32_GT_S -> r[b] = bit((int) r[b] > (int) r[a]);
        case I32_LE_S -> r[b] = bit((int) r[b] <= (int) r[a]);
        case I32_GE_S -> r[b] = bit((int) r[b] >= (int) r[a]);
        case I32_LT_U -> r[b] = bit(Integer.compareUnsigned((int) r[b], (int) r[a]) < 0);
        case I32_GT_U -> r[b] = bit(Integer.compareUnsigned((int) r[b], (int) r[a]) > 0);
        case I32_LE_U -> r[b] = bit(Integer.compareUnsigned((int) r[b], (int) r[a]) <= 0);
        case I32_GE_U -> r[b] = bit(Integer.compareUnsigned((int) r[b], (int) r[a]) >= 0);
        case I32_ADD -> r[b] = (int) (r[b] + r[a]);
        case I32_SUB -> r[b] = (int) (r[b] - r[a]);
        case I32_MUL -> r[b] = (int) (r[b] * r[a]);
        case I32_AND -> r[b] = (int) r[b] & (int) r[a];
        case I32_OR -> r[b] = (int) r[b] | (int) r[a];
        case I32_XOR -> r[b] = (int) r[b] ^ (int) r[a];
        case I32_SHL -> r[b] = (int) (r[b] << (r[a] & 31));
        case I32_SHR_S -> r[b] = (int) r[b] >> (int) r[a];
        case I32_EXTEND_8_S -> r[a] = (byte) r[a];
        case I32_EXTEND_16_S -> r[a] = (short) r[a];
        case I32_WRAP_I64 -> r[a] = (int) r[a];

        case I64_EQZ -> r[a] = bit(r[a] == 0);
        case I64_EQ -> r[b] = bit(r[b] == r[a]);
        case I64_NE -> r[b] = bit(r[b] != r[a]);
        case I64_LT_U -> r[b] = bit(Long.compareUnsigned(r[b], r[a]) < 0);
        case I64_GT_U -> r[b] = bit(Long.compareUnsigned(r[b], r[a]) > 0);
        case I64_LE_U -> r[b] = bit(Long.compareUnsigned(r[b], r[a]) <= 0);
        case I64_GE_U -> r[b] = bit(Long.compareUnsigned(r[b], r[a]) >= 0);
        case I64_SUB -> r[b] -= r[a];
        case I64_AND -> r[b] &= r[a];
        case I64_SHL -> r[b] <<= r[a];
        case I64_CLZ -> r[a] = Long.numberOfLeadingZeros(r[a]);
        case I64_EXTEND_I32_U -> r[a] &= 0xFFFFFFFFL;

        case F64_EQ -> r[b] = bit(real(r[b]) == real(r[a]));
        case F64_GE -> r[b] = bit(real(r[b]) >= real(r[a]));
        case F64_MUL -> r[b] = Double.doubleToRawLongBits(real(r[b]) * real(r[a]));
        case F64_DIV -> r[b] = Double.doubleToRawLongBits(real(r[b]) / real(r[a]));
        case F64_CONVERT_I32_U -> r[a] = Double.doubleToRawLongBits((double) (r[a] & 0xFFFFFFFFL));
        case F64_CONVERT_I64_U ->
            r[a] = Double.doubleToRawLongBits(OpcodeImpl.F64_CONVERT_I64_U(r[a]));
        case I32_TRUNC_SAT_F64_U -> r[a] = OpcodeImpl.I32_TRUNC_SAT_F64_U(real(r[a]));

        default -> throw new IllegalStateException(operations[next - 1] + " is not known");
      }
    }
  }

  private static void keep(long[] results, long[] registers, int first) {
    if (results != null && results.length > 0) {
      registers[first] = results[0];
    }
  }

  private static int at(long base, long offset) {
    return (int) (base + offset);
  }

  private static long bit(boolean value) {
    return value ? 1 : 0;
  }

  private static double real(long bits) {
    return Double.longBitsToDouble(bits);
  }
}
