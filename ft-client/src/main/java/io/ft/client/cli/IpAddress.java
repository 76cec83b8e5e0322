package io.ft.client.cli;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an IPv4 or IPv6 address; names are not looked up. */
final class IpAddress implements ITypeConverter<InetAddress> {

  @Override
  public InetAddress convert(String value) {
    if (NetUtil.isValidIpV4Address(value) || NetUtil.isValidIpV6Address(value)) {
      try {
        return InetAddress.getByName(value);
      } catch (UnknownHostException e) {
        throw new TypeConversionException("'" + value + "' names no interface of this machine");
      }
    }
    throw new TypeConversionException("'" + value + "' is no IP address");
  }
}
