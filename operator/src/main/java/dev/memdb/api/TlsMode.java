package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** libpq's sslmode, without the modes that fall back to plain text. */
public enum TlsMode {
  /** Plain text: only where the network is trusted. */
  @JsonProperty("disable")
  DISABLE("disable"),
  /** Encrypted; the server's certificate is not checked. */
  @JsonProperty("require")
  REQUIRE("require"),
  /** Encrypted; the certificate must be signed by the CA. */
  @JsonProperty("verify-ca")
  VERIFY_CA("verify-ca"),
  /** Encrypted; signed by the CA and issued for the host. */
  @JsonProperty("verify-full")
  VERIFY_FULL("verify-full");

  private final String sslmode;

  TlsMode(String sslmode) {
    this.sslmode = sslmode;
  }

  /** The name that libpq and pgjdbc use. */
  public String sslmode() {
    return sslmode;
  }
}
