package io.ft.server.cli;

import picocli.CommandLine;

/** Starts {@code ft-server}. */
public final class ServerMain {

  private ServerMain() {}

  /** Runs the command that {@code args} say; the process ends with its exit code. */
  public static void main(String[] args) {
    // Netty's flight recorder events cost start-up time and nobody has asked for them here.
    System.setProperty("io.netty.jfr.enabled", "false");
    System.exit(new CommandLine(new ServeCommand()).execute(args));
  }
}
