package dev.memdb.sql;

import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Flattens one function. Knows what LLVM makes of C, and refuses anything else by name. */
final class FlatCompiler {
  /** The type of a block without a result. */
  private static final long EMPTY = 0x40;

  /** Of a block: the register of its result, if it has one, is the first one that it may use. */
  private record Block(int base, int results, boolean loop) {
    int branchResults() {
      return loop ? 0 : results;
    }
  }

  private final Signatures signatures;
  private final FunctionType type;
  private final List<AnnotatedInstruction> source;
  private final List<OpCode> operations = new ArrayList<>();
  private final List<Long> immediates = new ArrayList<>();
  private final List<Integer> tops = new ArrayList<>();
  private final List<int[]> tables = new ArrayList<>();
  private final Deque<Block> blocks = new ArrayDeque<>();

  /** Where each instruction of the source begins. */
  private final int[] positions;

  private int top;
  private int registers;

  /** Behind a jump nothing is reached until the block ends; counts the blocks opened since. */
  private boolean dead;

  private int deadBlocks;

  private FlatCompiler(Signatures signatures, int function, FunctionBody body) {
    this.signatures = signatures;
    this.type = signatures.functions().get(function);
    this.source = body.instructions();
    this.positions = new int[source.size() + 1];
    this.top = type.params().size() + body.localTypes().size();
    this.registers = top;
  }

  static FlatCode compile(Signatures signatures, int function, FunctionBody body) {
    return new FlatCompiler(signatures, function, body).compile();
  }

  private FlatCode compile() {
    blocks.push(new Block(top, type.returns().size(), false));
    for (int i = 0; i < source.size(); i++) {
      positions[i] = operations.size();
      AnnotatedInstruction instruction = source.get(i);
      if (!dead || revives(instruction.opcode())) {
        add(instruction);
      }
    }
    positions[source.size()] = operations.size();
    emit(OpCode.RETURN, 0, 0, 0);
    for (int i = 0; i < operations.size(); i++) {
      if (isJump(operations.get(i))) {
        immediates.set(i, (long) positions[immediates.get(i).intValue()]);
      }
    }
    for (int[] table : tables) {
      for (int i = 0; i < table.length; i++) {
        table[i] = positions[table[i]];
      }
    }
    return new FlatCode(
        operations.toArray(OpCode[]::new),
        immediates.stream().mapToLong(Long::longValue).toArray(),
        tops.stream().mapToInt(Integer::intValue).toArray(),
        tables.toArray(int[][]::new),
        registers + 1,
        type.returns().size());
  }

  private static boolean isJump(OpCode operation) {
    return operation == OpCode.BR || operation == OpCode.BR_IF || operation == OpCode.IF;
  }

  /** Whether dead code ends with this instruction. */
  private boolean revives(OpCode operation) {
    switch (operation) {
      case BLOCK, LOOP, IF -> deadBlocks++;
      case ELSE -> {
        return deadBlocks == 0;
      }
      case END -> {
        if (deadBlocks == 0) {
          return true;
        }
        deadBlocks--;
      }
      default -> {}
    }
    return false;
  }

  private void add(AnnotatedInstruction i) {
    OpCode operation = i.opcode();
    switch (operation) {
      case BLOCK, LOOP -> blocks.push(new Block(top, results(i), operation == OpCode.LOOP));
      case IF -> {
        emit(operation, i.labelFalse(), 1, 0);
        blocks.push(new Block(top, results(i), false));
      }
      case ELSE -> {
        if (!dead) {
          emit(OpCode.BR, i.labelTrue(), 0, 0);
        }
        resume(blocks.getFirst().base());
      }
      case END -> {
        Block ended = blocks.pop();
        resume(ended.base() + ended.results());
      }
      case BR -> {
        moveResult(block((int) i.operand(0)));
        emit(operation, i.labelTrue(), 0, 0);
        dead = true;
      }
      case BR_IF -> {
        emit(operation, i.labelTrue(), 1, 0);
        requireResultInPlace(block((int) i.operand(0)));
      }
      case BR_TABLE -> table(i);
      case UNREACHABLE, RETURN -> {
        emit(operation, 0, 0, 0);
        dead = true;
      }
      case CALL -> {
        int function = (int) i.operand(0);
        call(operation, function, signatures.functions().get(function), 0);
      }
      case CALL_INDIRECT -> call(operation, 0, signatures.types().getType((int) i.operand(0)), 1);
      default -> {
        StackEffect effect = StackEffect.of(operation);
        emit(operation, effect.immediate(i), effect.pops(), effect.pushes());
      }
    }
  }

  private void table(AnnotatedInstruction i) {
    emit(OpCode.BR_TABLE, tables.size(), 1, 0);
    for (int entry = 0; entry < i.operandCount(); entry++) {
      requireResultInPlace(block((int) i.operand(entry)));
    }
    tables.add(i.labelTable().stream().mapToInt(Integer::intValue).toArray());
    dead = true;
  }

  private void call(OpCode operation, int function, FunctionType called, int pointers) {
    int arguments = called.params().size();
    emit(
        operation,
        FlatCode.call(function, arguments),
        arguments + pointers,
        called.returns().size());
  }

  private void moveResult(Block target) {
    if (target.branchResults() == 1 && target.base() != top - 1) {
      emit(OpCode.LOCAL_SET, target.base(), 0, 0);
    }
  }

  private void requireResultInPlace(Block target) {
    if (target.branchResults() > 0 && target.base() != top - target.branchResults()) {
      throw new IllegalStateException("a conditional branch carries a value");
    }
  }

  private Block block(int depth) {
    Iterator<Block> inner = blocks.iterator();
    for (int i = 0; i < depth; i++) {
      inner.next();
    }
    return inner.next();
  }

  private void resume(int height) {
    top = height;
    dead = false;
  }

  private int results(AnnotatedInstruction block) {
    return block.operand(0) == EMPTY ? 0 : 1;
  }

  private void emit(OpCode operation, long immediate, int pops, int pushes) {
    operations.add(operation);
    immediates.add(immediate);
    tops.add(top);
    top += pushes - pops;
    registers = Math.max(registers, top);
  }
}
