package dev.memdb.sql;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The last step of building the parser, run by Maven: takes the functions that are too large for
 * Java out of what Chicory has left of libpg_query's WebAssembly, and writes them down as {@link
 * FlatCode}. Reading what is left takes a tenth of the time.
 */
public final class PgQueryBuild {
  /** What Chicory leaves of a function that it compiled to Java: a trap and an end. */
  private static final int STUB = 2;

  /** The same in WebAssembly, with its length before it and no locals. */
  private static final byte[] STUB_BODY = {3, 0, 0x00, 0x0b};

  /** What a module begins with: its magic number and version. */
  private static final int HEADER = 8;

  private static final int CUSTOM_SECTION = 0;
  private static final int CODE_SECTION = 10;

  private PgQueryBuild() {}

  /**
   * Runs it.
   *
   * @param args the folder of compiled classes that has the package's {@code LibPgQuery.meta}
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0], "dev", "memdb", "sql");
    byte[] source = Files.readAllBytes(folder.resolve("LibPgQuery.meta"));
    Files.write(folder.resolve(PgQueryModule.STUBS), withoutCode(source));
    Files.write(folder.resolve(PgQueryModule.FLAT), FlatFile.write(flat(Parser.parse(source))));
  }

  private static List<FlatCode> flat(WasmModule source) {
    var signatures = Signatures.of(source);
    FunctionBody[] bodies = source.codeSection().functionBodies();
    var flat = new FlatCode[signatures.functions().size()];
    int imported = flat.length - bodies.length;
    for (int i = 0; i < bodies.length; i++) {
      if (bodies[i].instructions().size() > STUB) {
        flat[imported + i] = FlatCompiler.compile(signatures, imported + i, bodies[i]);
      }
    }
    return Arrays.asList(flat);
  }

  private static byte[] withoutCode(byte[] source) {
    var out = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.wrap(source);
    out.write(source, 0, HEADER);
    in.position(HEADER);
    while (in.hasRemaining()) {
      int begin = in.position();
      int section = in.get();
      int length = number(in);
      int end = in.position() + length;
      if (section == CODE_SECTION) {
        stubs(number(in), out);
      } else if (section != CUSTOM_SECTION) {
        out.write(source, begin, end - begin);
      }
      in.position(end);
    }
    return out.toByteArray();
  }

  private static void stubs(int functions, ByteArrayOutputStream out) {
    var section = new ByteArrayOutputStream();
    number(functions, section);
    for (int i = 0; i < functions; i++) {
      section.writeBytes(STUB_BODY);
    }
    out.write(CODE_SECTION);
    number(section.size(), out);
    out.writeBytes(section.toByteArray());
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
  private static int number(ByteBuffer in) {
    int number = 0;
    for (int shift = 0; ; shift += 7) {
      int next = in.get();
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  private static void number(int number, ByteArrayOutputStream out) {
    int left = number;
    while (left > 0x7f) {
      out.write((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write(left);
  }
}
