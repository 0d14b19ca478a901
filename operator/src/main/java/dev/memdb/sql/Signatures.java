package dev.memdb.sql;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.TypeSection;
import java.util.ArrayList;
import java.util.List;

/**
 * What the functions of a module take and give back.
 *
 * @param functions by number, those of the host first
 * @param types what calls through a pointer name
 */
record Signatures(List<FunctionType> functions, TypeSection types) {

  static Signatures of(WasmModule module) {
    TypeSection types = module.typeSection();
    var functions = new ArrayList<FunctionType>();
    hostFunctions(module).forEach(f -> functions.add(types.getType(f.typeIndex())));
    for (int i = 0; i < module.functionSection().functionCount(); i++) {
      functions.add(module.functionSection().getFunctionType(i, types));
    }
    return new Signatures(List.copyOf(functions), types);
  }

  /** What the module asks of its host, in the order of their numbers. */
  static List<FunctionImport> hostFunctions(WasmModule module) {
    return module.importSection().stream()
        .filter(FunctionImport.class::isInstance)
        .map(FunctionImport.class::cast)
        .toList();
  }
}
