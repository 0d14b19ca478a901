package dev.memdb.postgres;

import java.net.InetAddress;

/**
 * Which addresses the operator may connect to. Connection data comes from people who can write a
 * Secret in their own namespace; without this, they could aim the operator at itself or at the
 * cloud's metadata service.
 *
 * @param allowLoopback true for a demo or a test on one machine
 */
public record AddressPolicy(boolean allowLoopback) {

  /** Whether a resolved address may be connected to. */
  public boolean allows(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return allowLoopback;
    }
    return !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !isMetadata(address.getAddress());
  }

  /**
   * The metadata services that are not link-local: fd00:ec2::254 (AWS), 100.100.100.200 (Alibaba).
   */
  private static boolean isMetadata(byte[] a) {
    if (a.length == 4) {
      return a[0] == 100 && a[1] == 100 && a[2] == 100 && (a[3] & 0xff) == 200;
    }
    return (a[0] & 0xff) == 0xfd && a[1] == 0 && a[2] == 0x0e && (a[3] & 0xff) == 0xc2;
  }
}
