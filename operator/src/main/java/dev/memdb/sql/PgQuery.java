package dev.memdb.sql;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One instance of libpg_query with a memory of its own; for one thread at a time. Anything thrown
 * leaves it in an unknown state: it must not be used again.
 */
final class PgQuery {
  /** Its C stack is 32 MiB and its data 1 MiB: 40 MiB are the least that it works with. */
  private static final int INITIAL_PAGES = 640;

  /** Beyond 64 MiB it has parsed something large, and keeps that much for ever. */
  private static final int LARGE_PAGES = 1024;

  private final Memory memory;
  private final ExportFunction allocate;
  private final ExportFunction free;
  private final ExportFunction parse;
  private final ExportFunction freeParsed;
  private final ExportFunction parsePlpgsql;
  private final ExportFunction freeString;

  PgQuery() {
    this(PgQueryModule.get());
  }

  private PgQuery(PgQueryModule shared) {
    this(shared.module(), instance -> new FlatMachine(instance, shared.flat()));
  }

  PgQuery(WasmModule module, Function<Instance, Machine> machines) {
    var stack = new Stack();
    var host = new EmscriptenHost(stack);
    requireSameImports(module, host);
    Instance instance;
    try {
      instance = instance(module, machines, host);
      stack.bind(instance);
      allocate = instance.export("C");
      free = instance.export("E");
      parse = instance.export("F");
      freeParsed = instance.export("G");
      parsePlpgsql = instance.export("H");
      freeString = instance.export("N");
      instance.export("A").apply(); // the constructors of its static data
    } catch (ChicoryException e) {
      throw otherLayout(e.getMessage(), e);
    }
    memory = instance.memory();
  }

  /** Parses a script. */
  Answer parse(byte[] utf8) {
    int query = put(utf8);
    int result = (int) parse.apply(query)[0];
    try {
      int error = memory.readInt(result + 8);
      return error == 0
          ? tree(cString(memory.readInt(result)))
          : new Answer.Rejected(text(memory.readInt(error)), memory.readInt(error + 16));
    } finally {
      freeParsed.apply(result);
      free.apply(query);
    }
  }

  /** Parses the bodies in PL/pgSQL that a statement has. */
  Answer parsePlpgsql(byte[] utf8) {
    int query = put(utf8);
    int result = (int) parsePlpgsql.apply(query)[0];
    try {
      byte[] answer = cString(result);
      return answer.length > 0 && answer[0] == '{'
          ? tree(answer)
          : new Answer.Rejected(new String(answer, StandardCharsets.UTF_8), 0);
    } finally {
      freeString.apply(result);
      free.apply(query);
    }
  }

  /** Whether it holds on to more memory than an instance that is kept should. */
  boolean hasGrownLarge() {
    return memory.pages() > LARGE_PAGES;
  }

  private int put(byte[] utf8) {
    int at = (int) allocate.apply(utf8.length + 1)[0];
    if (at == 0) {
      throw new ParserStopped("it needs too much memory", null);
    }
    memory.write(at, utf8);
    memory.writeByte(at + utf8.length, (byte) 0);
    return at;
  }

  private String text(int at) {
    return new String(cString(at), StandardCharsets.UTF_8);
  }

  private byte[] cString(int at) {
    int end = at;
    while (memory.read(end) != 0) {
      end++;
    }
    return memory.readBytes(at, end - at);
  }

  private static Answer tree(byte[] json) {
    try {
      return new Answer.Tree(JsonTree.read(json));
    } catch (IOException e) {
      throw new ParserStopped("it is nested too deeply", e);
    }
  }

  private static Instance instance(
      WasmModule module, Function<Instance, Machine> machines, EmscriptenHost host) {
    var imports = ImportValues.builder();
    host.functions().forEach(imports::addFunction);
    return Instance.builder(module)
        .withImportValues(imports.build())
        .withMachineFactory(machines)
        .withMemoryFactory(ByteArrayMemory::new)
        .withMemoryLimits(new MemoryLimits(INITIAL_PAGES, EmscriptenHost.MAX_PAGES))
        .withStart(false)
        .build();
  }

  private static void requireSameImports(WasmModule module, EmscriptenHost host) {
    var offered = new TreeSet<String>();
    for (ImportFunction f : host.functions()) {
      offered.add(f.name() + f.functionType());
    }
    var asked = new TreeSet<String>();
    for (FunctionImport f : Signatures.hostFunctions(module)) {
      asked.add(f.name() + module.typeSection().getType(f.typeIndex()));
    }
    if (!offered.equals(asked)) {
      throw otherLayout("it imports " + asked + " instead of " + offered, null);
    }
  }

  private static IllegalStateException otherLayout(String how, Throwable cause) {
    return new IllegalStateException(
        "libpg_query's WebAssembly is not laid out as in libpg-query 18.1.5: "
            + how
            + ". The names in EmscriptenHost and PgQuery go with that exact version.",
        cause);
  }

  /** Bound late: the instance needs its imports first, and they need its stack. */
  private static final class Stack implements EmscriptenHost.EmscriptenStack {
    private ExportFunction current;
    private ExportFunction restore;
    private ExportFunction setThrew;

    void bind(Instance instance) {
      current = instance.export("R");
      restore = instance.export("Q");
      setThrew = instance.export("P");
    }

    @Override
    public long save() {
      return current.apply()[0];
    }

    @Override
    public void jumped(long top) {
      restore.apply(top);
      setThrew.apply(1, 0);
    }
  }
}
