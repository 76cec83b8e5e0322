package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalTest {

  @Test
  void aRehearsalDownloadsItsFile() throws Exception {
    assertThat(Rehearsal.run()).isZero();
  }
}
