package dev.memdb.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A self-signed certificate, made by the JDK's own keytool; it is its own CA.
 *
 * @param pem the certificate
 * @param certificateFile the same in a file
 * @param keyFile its private key, readable by the owner only
 */
public record Certificate(String pem, Path certificateFile, Path keyFile) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /**
   * Makes one.
   *
   * @param host the only name that it is issued for
   */
  public static Certificate issuedFor(String host) {
    try {
      Path folder = Files.createTempDirectory("memdb-certificate");
      Path store = folder.resolve("store.p12");
      Command made =
          Command.run(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "server",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=" + host,
                  "-ext",
                  "san=dns:" + host,
                  "-validity",
                  "2",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  new String(PASSWORD),
                  "-keystore",
                  store.toString()),
              Map.of(),
              "",
              line -> {});
      if (made.status() != 0) {
        throw new IllegalStateException(made.line() + ": " + made.output() + made.errors());
      }
      return of(store, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Certificate of(Path file, Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD);
      String certificate = pem("CERTIFICATE", store.getCertificate("server").getEncoded());
      Path certificateFile = Files.writeString(folder.resolve("server.crt"), certificate);
      Path keyFile = folder.resolve("server.key");
      Files.createFile(
          keyFile,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(keyFile, pem("PRIVATE KEY", store.getKey("server", PASSWORD).getEncoded()));
      return new Certificate(certificate, certificateFile, keyFile);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
  }
}
