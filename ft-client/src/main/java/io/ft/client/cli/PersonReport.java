package io.ft.client.cli;

import io.ft.client.DownloadResult;
import io.ft.client.TransferListener;
import io.ft.codec.Printable;

final class PersonReport implements Report {

  private final Progress progress;

  PersonReport(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void planned(long files, long bytes) {}

  @Override
  public TransferListener started(Item item) {
    return progress.follow(item.url(), item.name());
  }

  @Override
  public void done(Item item, DownloadResult result) {}

  @Override
  public void skipped(Item item, String reason) {}

  @Override
  public void failed(String what, ExitCode code, String message) {
    progress.say(Printable.escape("ft: " + what + ": " + message));
  }

  @Override
  public void note(String text) {
    progress.say(Printable.escape("ft: " + text));
  }

  @Override
  public void finished(ExitCode code) {}
}
