package dev.memdb.sql;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What libpg_query's WebAssembly, built by Emscripten, asks of its host: growing its memory, C's
 * {@code longjmp} for PostgreSQL's errors, and the calls of a C library that a parser never needs.
 *
 * <p>Emscripten shortens the names, anew with each build: this table is that of npm's {@code
 * libpg-query} 18.1.5, and {@link PgQuery} refuses any other.
 */
final class EmscriptenHost {
  static final String MODULE = "a";

  /** 256 MiB, so that a hostile script cannot take the JVM's whole heap; in pages of 64 KiB. */
  static final int MAX_PAGES = 4096;

  private static final long[] NOTHING = null;
  private static final long[] ZERO = {0};

  /** ESPIPE of WASI: a stream that cannot seek. */
  private static final long[] NOT_SEEKABLE = {29};

  private final List<ImportFunction> functions = new ArrayList<>();
  private final EmscriptenStack stack;

  EmscriptenHost(EmscriptenStack stack) {
    this.stack = stack;
    failures();
    memory();
    streams();
    calls();
  }

  List<ImportFunction> functions() {
    return functions;
  }

  private void failures() {
    add("c", "iiii", "", (i, a) -> stop("assertion: " + i.memory().readCString((int) a[0])));
    add("x", "", "", (i, a) -> stop("abort"));
    add("m", "i", "", (i, a) -> stop("exit " + a[0]));
    add("v", "i", "", (i, a) -> stop("exit " + a[0]));
    add(
        "p",
        "",
        "",
        (i, a) -> {
          throw new LongJump();
        });
  }

  private void memory() {
    add("q", "i", "i", (i, a) -> new long[] {grow(i.memory(), a[0] & 0xFFFFFFFFL) ? 1 : 0});
  }

  /** No clock, no files, nowhere to print to. */
  private void streams() {
    add("w", "", "", (i, a) -> NOTHING);
    add("o", "id", "i", (i, a) -> ZERO);
    add("u", "i", "i", (i, a) -> ZERO);
    add("s", "ijii", "i", (i, a) -> NOT_SEEKABLE);
    add(
        "r",
        "iiii",
        "i",
        (i, a) -> {
          i.memory().writeI32((int) a[3], 0);
          return ZERO;
        });
    add(
        "t",
        "iiii",
        "i",
        (i, a) -> {
          i.memory().writeI32((int) a[3], totalLength(i.memory(), (int) a[1], (int) a[2]));
          return ZERO;
        });
  }

  /** Calls through a pointer from a function that may be the target of a {@code longjmp}. */
  private void calls() {
    addCall("g", "i", "i");
    addCall("b", "ii", "i");
    addCall("a", "iii", "i");
    addCall("d", "iiii", "i");
    addCall("k", "iiiii", "i");
    addCall("l", "ii", "j");
    addCall("e", "i", "");
    addCall("f", "ii", "");
    addCall("h", "iii", "");
    addCall("j", "iiii", "");
    addCall("i", "iiiii", "");
    addCall("y", "iiiiii", "");
    addCall("n", "iiiiiiiiiiiiii", "");
  }

  private void addCall(String name, String parameters, String result) {
    long[] afterJump = result.isEmpty() ? NOTHING : ZERO;
    add(name, parameters, result, (instance, args) -> call(instance, args, afterJump));
  }

  private long[] call(Instance instance, long[] args, long[] afterJump) {
    long top = stack.save();
    try {
      int function = instance.table(0).requiredRef((int) args[0]);
      return instance.getMachine().call(function, Arrays.copyOfRange(args, 1, args.length));
    } catch (LongJump jump) {
      stack.jumped(top);
      return afterJump;
    }
  }

  /** Grows to what is asked for, and by at least a fifth, so that it is not asked for often. */
  private static boolean grow(Memory memory, long bytes) {
    long needed = (bytes + Memory.PAGE_SIZE - 1) / Memory.PAGE_SIZE;
    int pages = memory.pages();
    if (needed > MAX_PAGES) {
      return false;
    }
    int target = (int) Math.max(needed, Math.min(MAX_PAGES, pages + pages / 5));
    return memory.grow(target - pages) != -1;
  }

  private static int totalLength(Memory memory, int vectors, int count) {
    int total = 0;
    for (int i = 0; i < count; i++) {
      total += memory.readInt(vectors + 8 * i + 4);
    }
    return total;
  }

  private static long[] stop(String why) {
    throw new ParserStopped("the parser failed (" + why + ")", null);
  }

  private void add(String name, String parameters, String result, WasmFunctionHandle body) {
    FunctionType type = FunctionType.of(types(parameters), types(result));
    functions.add(new HostFunction(MODULE, name, type, body));
  }

  private static List<ValType> types(String letters) {
    return letters
        .chars()
        .mapToObj(c -> c == 'i' ? ValType.I32 : c == 'j' ? ValType.I64 : ValType.F64)
        .toList();
  }

  /** The instance's own stack, which {@code longjmp} unwinds. */
  interface EmscriptenStack {
    long save();

    void jumped(long top);
  }

  /** C's {@code longjmp} on its way to the nearest call that waits for it. */
  private static final class LongJump extends RuntimeException {
    LongJump() {
      super(null, null, false, false);
    }
  }
}
