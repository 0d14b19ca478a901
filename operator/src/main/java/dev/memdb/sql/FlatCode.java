package dev.memdb.sql;

import com.dylibso.chicory.wasm.types.OpCode;

/**
 * A function of WebAssembly, flattened for {@link FlatMachine}: blocks are gone and branches are
 * jumps; as the height of WebAssembly's stack is known at every instruction, its places are
 * registers behind the function's locals.
 *
 * <p>Instruction i is {@code operations[i]} with {@code immediates[i]} and {@code tops[i]}.
 */
final class FlatCode {
  /** As in WebAssembly; {@code IF} jumps when it finds a zero. */
  final OpCode[] operations;

  /** A constant, an index, a memory offset, where a jump goes, or a call: see {@link #call}. */
  final long[] immediates;

  /** The first free register, right behind the operands. */
  final int[] tops;

  /** Where a {@code BR_TABLE} goes, by its immediate; the last entry is for all other values. */
  final int[][] tables;

  final int registers;
  final int results;

  FlatCode(
      OpCode[] operations,
      long[] immediates,
      int[] tops,
      int[][] tables,
      int registers,
      int results) {
    this.operations = operations;
    this.immediates = immediates;
    this.tops = tops;
    this.tables = tables;
    this.registers = registers;
    this.results = results;
  }

  /** The immediate of a call: which function, 0 for one by pointer, and how many arguments. */
  static long call(int function, int arguments) {
    return (long) arguments << 32 | function;
  }

  static int function(long call) {
    return (int) call;
  }

  static int arguments(long call) {
    return (int) (call >> 32);
  }
}
