package io.ft.server.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * The signals of the operating system. Java has no public way to hear of one twice, or of SIGHUP:
 * this goes through {@code sun.misc.Signal}, which every JDK has (module jdk.unsupported), by
 * reflection, since the compiler warns of each use and the warning cannot be switched off.
 */
final class Signals {

  private Signals() {}

  /**
   * Calls {@code handler} for each signal of that name, on a new thread, instead of what the JVM
   * would do.
   *
   * @param name such as HUP
   * @return false where there is no such signal, or the JVM was told to leave it alone
   */
  static boolean handle(String name, Runnable handler) {
    InvocationHandler called =
        (proxy, method, args) -> {
          return switch (method.getName()) {
            case "handle" -> {
              handler.run();
              yield null;
            }
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "handler of SIG" + name;
          };
        };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handlerType}, called);
      signal
          .getMethod("handle", signal, handlerType)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
