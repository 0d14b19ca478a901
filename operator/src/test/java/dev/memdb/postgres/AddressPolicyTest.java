package dev.memdb.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "::ffff:127.0.0.1", // IPv4 in IPv6
        "0.0.0.0",
        "::",
        "169.254.169.254", // the metadata service of most clouds
        "169.254.1.1",
        "fe80::1",
        "fd00:ec2::254", // AWS, over IPv6
        "100.100.100.200", // Alibaba
        "224.0.0.1",
        "ff02::1"
      })
  void refuses(String address) throws UnknownHostException {
    assertThat(new AddressPolicy(false).allows(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.7", "192.168.1.1", "172.16.0.1", "8.8.8.8", "2001:db8::1", "fd12::7"})
  void allows(String address) throws UnknownHostException {
    assertThat(new AddressPolicy(false).allows(InetAddress.getByName(address))).isTrue();
  }

  /** For a demo on one machine; nothing else is opened by it. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void mayAllowLoopback(String address) throws UnknownHostException {
    AddressPolicy policy = new AddressPolicy(true);

    assertThat(policy.allows(InetAddress.getByName(address))).isTrue();
    assertThat(policy.allows(InetAddress.getByName("169.254.169.254"))).isFalse();
    assertThat(policy.allows(InetAddress.getByName("0.0.0.0"))).isFalse();
  }
}
