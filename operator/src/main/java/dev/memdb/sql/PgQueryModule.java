package dev.memdb.sql;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * libpg_query's WebAssembly as {@link PgQueryBuild} left it: what all its instances share.
 *
 * @param module without the bodies of its functions
 * @param flat by function; null for those that the build compiled to Java
 */
record PgQueryModule(WasmModule module, List<FlatCode> flat) {
  static final String STUBS = "LibPgQuery.stubs";
  static final String FLAT = "LibPgQuery.flat";

  /** Loads it, which takes a tenth of a second the first time. */
  static PgQueryModule get() {
    return Holder.MODULE;
  }

  /**
   * Loads the large classes that Chicory has made, which are to be verified: that can be done
   * beside the rest.
   */
  static void loadClasses() {
    for (String part : new String[] {"", "FuncGroup_0", "Shaded", "MachineCall"}) {
      try {
        Class.forName("dev.memdb.sql.LibPgQueryMachine" + part);
      } catch (ClassNotFoundException e) {
        return; // they are loaded when they are needed, whatever they are called
      }
    }
  }

  private static final class Holder {
    static final PgQueryModule MODULE =
        new PgQueryModule(Parser.parse(resource(STUBS)), FlatFile.read(resource(FLAT)));
  }

  private static byte[] resource(String name) {
    try (InputStream in = PgQueryModule.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the program was built without " + name + ": build it with Maven");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
