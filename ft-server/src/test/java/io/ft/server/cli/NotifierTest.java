package io.ft.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ft.server.testing.Await;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd hears of the program. */
class NotifierTest {

  @ParameterizedTest
  @ValueSource(strings = {"file", "abstract"})
  void systemdHearsOfStartReloadAndStop(String kind, @TempDir Path folder) throws Exception {
    assumeTrue(Epoll.isAvailable());
    Path root = Files.createDirectory(folder.resolve("root"));
    String name =
        kind.equals("file")
            ? folder.resolve("notify").toString()
            : "@ft-notify-" + ProcessHandle.current().pid();
    List<String> heard = new CopyOnWriteArrayList<>();
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    Channel channel =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainDatagramChannel.class)
            .handler(
                new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                  @Override
                  protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket it) {
                    heard.add(it.content().toString(StandardCharsets.UTF_8));
                  }
                })
            .bind(new DomainSocketAddress(name.replaceFirst("^@", "\0")))
            .syncUninterruptibly()
            .channel();
    try (ServerProcess server =
        ServerProcess.start(
            folder,
            Map.of("LC_ALL", "C.UTF-8", "NOTIFY_SOCKET", name),
            List.of(),
            "--host=127.0.0.1",
            "--port=0",
            root.toString())) {
      server.awaitListening();
      Await.until("it was told of the start", () -> heard.size() == 1);
      assertThat(heard.get(0)).isEqualTo("READY=1\nSTATUS=serving " + root);

      server.signal("HUP");
      Await.until("it was told of the reload", () -> heard.size() == 3);
      assertThat(heard.get(1)).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+\nSTATUS=reloading");
      assertThat(heard.get(2)).isEqualTo("READY=1\nSTATUS=serving " + root);

      server.terminate();
      assertThat(server.awaitExit()).isZero();
      Await.until("it was told of the end", () -> heard.size() == 4);
      assertThat(heard.get(3)).startsWith("STOPPING=1\nEXTEND_TIMEOUT_USEC=50000000\nSTATUS=");
      assertThat(server.stderr()).doesNotContain("WARN", "ERROR");
    } finally {
      channel.close().syncUninterruptibly();
      loop.shutdownGracefully().syncUninterruptibly();
    }
  }

  @Test
  void socketThatIsNotThereIsToldAndHarmsNothing(@TempDir Path folder) throws Exception {
    assumeTrue(Epoll.isAvailable());
    Path root = Files.createDirectory(folder.resolve("root"));
    try (ServerProcess server =
        ServerProcess.start(
            folder,
            Map.of("LC_ALL", "C.UTF-8", "NOTIFY_SOCKET", folder.resolve("none").toString()),
            List.of(),
            "--host=127.0.0.1",
            "--port=0",
            root.toString())) {
      server.awaitListening();
      server.awaitError("cannot tell systemd anything");
      server.terminate();
      assertThat(server.awaitExit()).isZero();
    }
  }

  @Test
  void whereTheNativeLibraryIsMissingItSaysWhatTheUnitNeeds(@TempDir Path folder) throws Exception {
    Path root = Files.createDirectory(folder.resolve("root"));
    try (ServerProcess server =
        ServerProcess.start(
            folder,
            Map.of("LC_ALL", "C.UTF-8", "NOTIFY_SOCKET", folder.resolve("notify").toString()),
            List.of("-Dio.netty.transport.noNative=true"),
            "--host=127.0.0.1",
            "--port=0",
            root.toString())) {
      server.awaitListening();
      server.awaitError("Type=exec");
    }
  }
}
