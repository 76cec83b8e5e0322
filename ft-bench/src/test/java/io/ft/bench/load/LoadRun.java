package io.ft.bench.load;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A command that has ended. */
record LoadRun(int code, String out, String err) {

  static LoadRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        LoadMain.commandLine(InputStream.nullInputStream())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new LoadRun(code, out.toString(), err.toString());
  }

  /** Downloads {@code path} from {@code server}. */
  static LoadRun download(InetSocketAddress server, String path, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of("download", "--port", String.valueOf(server.getPort()), "--path", path));
    args.addAll(List.of(options));
    return of(args.toArray(new String[0]));
  }
}
