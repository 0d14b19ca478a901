package dev.memdb.sql;

import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.OpCode;

/**
 * What an instruction takes from WebAssembly's stack and puts on it.
 *
 * @param operand which of its operands {@link FlatMachine} needs; -1 for none
 */
record StackEffect(int pops, int pushes, int operand) {
  private static final StackEffect CONSTANT = new StackEffect(0, 1, 0);
  private static final StackEffect UNARY = new StackEffect(1, 1, -1);
  private static final StackEffect BINARY = new StackEffect(2, 1, -1);

  /** Its operands are alignment and offset. */
  private static final StackEffect LOAD = new StackEffect(1, 1, 1);

  private static final StackEffect STORE = new StackEffect(2, 0, 1);

  static StackEffect of(OpCode operation) {
    return switch (operation) {
      case I32_CONST, I64_CONST, F64_CONST, LOCAL_GET, GLOBAL_GET -> CONSTANT;
      case LOCAL_SET, GLOBAL_SET -> new StackEffect(1, 0, 0);
      case LOCAL_TEE -> new StackEffect(1, 1, 0);
      case DROP -> new StackEffect(1, 0, -1);
      case SELECT -> new StackEffect(3, 1, -1);
      case MEMORY_COPY -> new StackEffect(3, 0, -1);
      case I32_LOAD, I32_LOAD8_S, I32_LOAD8_U, I32_LOAD16_S, I32_LOAD16_U, I64_LOAD, F64_LOAD ->
          LOAD;
      case I32_STORE, I32_STORE8, I32_STORE16, I64_STORE, F64_STORE -> STORE;
      case I32_EQZ,
          I32_EXTEND_8_S,
          I32_EXTEND_16_S,
          I32_WRAP_I64,
          I32_TRUNC_SAT_F64_U,
          I64_EQZ,
          I64_CLZ,
          I64_EXTEND_I32_U,
          F64_CONVERT_I32_U,
          F64_CONVERT_I64_U ->
          UNARY;
      case I32_EQ,
          I32_NE,
          I32_LT_S,
          I32_LT_U,
          I32_GT_S,
          I32_GT_U,
          I32_LE_S,
          I32_LE_U,
          I32_GE_S,
          I32_GE_U,
          I32_ADD,
          I32_SUB,
          I32_MUL,
          I32_AND,
          I32_OR,
          I32_XOR,
          I32_SHL,
          I32_SHR_S,
          I64_EQ,
          I64_NE,
          I64_LT_U,
          I64_GT_U,
          I64_LE_U,
          I64_GE_U,
          I64_SUB,
          I64_AND,
          I64_SHL,
          F64_EQ,
          F64_GE,
          F64_DIV,
          F64_MUL ->
          BINARY;
      default -> throw new IllegalStateException(operation + " is not known");
    };
  }

  long immediate(AnnotatedInstruction instruction) {
    return operand < 0 ? 0 : instruction.operand(operand);
  }
}
