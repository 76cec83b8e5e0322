package io.ft.examples.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.server.FileServer;
import io.ft.server.ServerConfig;
import io.ft.server.ServerEvents;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadPipeTest {

  private static final int FILE_BYTES = 32 * 1024 * 1024 + 5;
  private static final int LIMIT_SECONDS = 60;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, LIMIT_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** The reader begins when the pipe has been stopped by it, so all the rest is in the file. */
  @Test
  void fileIsPipedNoFasterThanItIsTaken(@TempDir Path root) throws Exception {
    byte[] content = new byte[FILE_BYTES];
    new Random(1).nextBytes(content);
    Files.write(root.resolve("file"), content);
    try (FileServer server = serve(root);
        Sink sink = Sink.open(loops)) {
      Future<Long> piped = DownloadPipe.start(loops, server.address(), "file", sink.channel());
      while (sink.channel().isWritable()) {
        assertThat(piped.isDone()).isFalse();
        Thread.onSpinWait();
      }
      long unsent = loops.submit(() -> sink.channel().bytesBeforeWritable()).sync().getNow();

      InputStream in = sink.reader().getInputStream();
      assertThat(in.readNBytes(FILE_BYTES)).isEqualTo(content);
      assertThat(piped.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(piped.getNow()).isEqualTo(FILE_BYTES);
      // The mark at which the channel asks for a pause, and what was read before it took one.
      assertThat(unsent).isLessThan(2 * 1024 * 1024);
    }
  }

  @Test
  void emptyFileIsPiped(@TempDir Path root) throws Exception {
    Files.createFile(root.resolve("file"));
    try (FileServer server = serve(root);
        Sink sink = Sink.open(loops)) {
      Future<Long> piped = DownloadPipe.start(loops, server.address(), "file", sink.channel());

      assertThat(piped.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(piped.getNow()).isZero();
    }
  }

  @Test
  void missingFileFails(@TempDir Path root) throws Exception {
    try (FileServer server = serve(root);
        Sink sink = Sink.open(loops)) {
      Future<Long> piped = DownloadPipe.start(loops, server.address(), "none", sink.channel());

      assertThat(piped.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(piped.cause()).hasMessageContaining("NotExists");
    }
  }

  @Test
  void serverThatGoesFails(@TempDir Path root) throws Exception {
    Files.write(root.resolve("file"), new byte[FILE_BYTES]);
    try (Sink sink = Sink.open(loops)) {
      Future<Long> piped;
      try (FileServer server = serve(root)) {
        piped = DownloadPipe.start(loops, server.address(), "file", sink.channel());
        while (sink.channel().isWritable()) {
          Thread.onSpinWait();
        }
      }
      while (!piped.isDone()) {
        assertThat(sink.reader().getInputStream().readNBytes(4096)).hasSize(4096);
      }
      assertThat(piped.isSuccess()).isFalse();
    }
  }

  @Test
  void targetThatGoesEndsTheDownload(@TempDir Path root) throws Exception {
    Files.write(root.resolve("file"), new byte[FILE_BYTES]);
    try (FileServer server = serve(root);
        Sink sink = Sink.open(loops)) {
      Future<Long> piped = DownloadPipe.start(loops, server.address(), "file", sink.channel());
      sink.reader().close();

      assertThat(piped.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(piped.isSuccess()).isFalse();
    }
  }

  private static FileServer serve(Path root) throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return FileServer.start(ServerConfig.of(root, any), new ServerEvents() {});
  }
}
