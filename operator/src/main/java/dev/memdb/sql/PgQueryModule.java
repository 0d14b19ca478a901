package dev.memdb.sql;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.FunctionBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * libpg_query's WebAssembly as the build left it: what all its instances share.
 *
 * @param module without the bodies that are here as flat code, for they would keep 20 MiB
 * @param flat by function; null for those that the build compiled to Java
 */
record PgQueryModule(WasmModule module, List<FlatCode> flat) {
  /** What the build leaves of a function that it compiled to Java: a trap and an end. */
  private static final int STUB = 2;

  /** Loads it, which takes half a second the first time. */
  static PgQueryModule get() {
    return Holder.MODULE;
  }

  private static final class Holder {
    static final PgQueryModule MODULE = load();
  }

  private static PgQueryModule load() {
    try (InputStream in = LibPgQuery.class.getResourceAsStream("LibPgQuery.meta")) {
      WasmModule source = Parser.parse(in);
      var signatures = Signatures.of(source);
      var flat = new FlatCode[signatures.functions().size()];
      CodeSection stubs = flatten(source, signatures, flat);
      return new PgQueryModule(withCode(source, stubs), Arrays.asList(flat));
    } catch (IOException e) {
      throw new UncheckedIOException("LibPgQuery.meta cannot be read", e);
    }
  }

  private static CodeSection flatten(WasmModule source, Signatures signatures, FlatCode[] flat) {
    FunctionBody[] bodies = source.codeSection().functionBodies();
    int imported = flat.length - bodies.length;
    var stubs = CodeSection.builder();
    FunctionBody stub = null;
    for (FunctionBody body : bodies) {
      if (body.instructions().size() <= STUB) {
        stub = body;
      }
    }
    for (int i = 0; i < bodies.length; i++) {
      if (bodies[i].instructions().size() > STUB) {
        flat[imported + i] = FlatCompiler.compile(signatures, imported + i, bodies[i]);
      }
      stubs.addFunctionBody(stub);
    }
    return stubs.build();
  }

  private static WasmModule withCode(WasmModule source, CodeSection code) {
    var copy =
        WasmModule.builder()
            .setTypeSection(source.typeSection())
            .setImportSection(source.importSection())
            .setFunctionSection(source.functionSection())
            .setTableSection(source.tableSection())
            .setGlobalSection(source.globalSection())
            .setExportSection(source.exportSection())
            .setElementSection(source.elementSection())
            .setCodeSection(code)
            .setDataSection(source.dataSection());
    source.memorySection().ifPresent(copy::setMemorySection);
    source.dataCountSection().ifPresent(copy::setDataCountSection);
    return copy.build();
  }
}
