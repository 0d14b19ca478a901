package dev.memdb.apply;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import dev.memdb.testkit.ChildJvm;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One run of the engine in a process of its own. It gets its set parsed: that saves a second. */
final class ChildRun {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS) // a record's questions are no components
          .addModule(
              new SimpleModule()
                  .addSerializer(Version.class, new WriteVersion())
                  .addDeserializer(Version.class, new ReadVersion()))
          .build();

  private ChildRun() {}

  private record Order(TestDatabase database, TestDatabase admin, long leaseMs, MigrationSet set) {}

  /** Starts a run of the engine's set against its database; it prints its result at the end. */
  static ChildJvm start(EngineFixture engine, Duration lease) {
    return start(engine, engine.database(), lease);
  }

  /** The same by another way to the database. */
  static ChildJvm start(EngineFixture engine, TestDatabase database, Duration lease) {
    try {
      Path order = Files.createTempFile("memdb-child", ".json");
      order.toFile().deleteOnExit();
      JSON.writeValue(
          order.toFile(), new Order(database, engine.admin(), lease.toMillis(), engine.set()));
      return ChildJvm.start(ChildRun.class, order.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] args) throws IOException {
    Order order = JSON.readValue(Path.of(args[0]).toFile(), Order.class);
    RunResult result =
        EngineFixture.of(order.database(), order.admin())
            .withLease(Duration.ofMillis(order.leaseMs()))
            .with(order.set())
            .run();
    System.out.println("result " + result);
    System.exit(0);
  }

  private static final class WriteVersion extends JsonSerializer<Version> {
    @Override
    public void serialize(Version v, JsonGenerator out, SerializerProvider p) throws IOException {
      out.writeString(v.text());
    }
  }

  private static final class ReadVersion extends JsonDeserializer<Version> {
    @Override
    public Version deserialize(JsonParser in, DeserializationContext c) throws IOException {
      return Version.of(in.getText());
    }
  }
}
