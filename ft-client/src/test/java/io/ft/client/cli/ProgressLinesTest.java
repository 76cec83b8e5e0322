package io.ft.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines that show how far downloads are. */
class ProgressLinesTest {

  private static final long GIB = 1024L * 1024 * 1024;
  private static final double RATE = 100.0 * 1024 * 1024;

  private static final ProgressLines.File DISK =
      new ProgressLines.File("disk.img", GIB / 2, 2 * GIB, RATE);
  private static final ProgressLines.File LONG_NAME =
      new ProgressLines.File("a name that is too long for any but a wide terminal", 0, 10, 0);
  private static final ProgressLines.Total TOTAL =
      new ProgressLines.Total(3, 12, 3 * GIB, 4 * GIB, 2 * RATE);

  @Test
  void eachFileHasALineAndAllHaveOne() {
    assertThat(ProgressLines.of(List.of(DISK, LONG_NAME), TOTAL, 80))
        .containsExactly(
            "disk.img                     25%      512.0 MiB/2.0 GiB   100.0 MiB/s      0:15",
            "a name that i…ide terminal    0%               0 B/10 B         0 B/s",
            "3 of 12 files                75%        3.0 GiB/4.0 GiB   200.0 MiB/s      0:05");
  }

  @Test
  void numbersAreLeftOutOnANarrowTerminal() {
    assertThat(ProgressLines.of(List.of(LONG_NAME, DISK), TOTAL, 60))
        .containsExactly(
            "a name t…terminal    0%         0 B         0 B/s",
            "disk.img            25%   512.0 MiB   100.0 MiB/s      0:15",
            "3 of 12 files       75%     3.0 GiB   200.0 MiB/s      0:05");
    assertThat(ProgressLines.of(List.of(DISK), TOTAL, 40))
        .containsExactly(
            "disk.img              25%   100.0 MiB/s", "3/12        75%   200.0 MiB/s      0:05");
    assertThat(ProgressLines.of(List.of(DISK), TOTAL, 27))
        .containsExactly("disk.img               25%", "3/12         75%      0:05");
    assertThat(ProgressLines.of(List.of(DISK), TOTAL, 20))
        .containsExactly("disk.img        25%", "3 of 12 files   75%");
  }

  @Test
  void noLineIsAsWideAsTheTerminal() {
    ProgressLines.File wide = new ProgressLines.File("名前".repeat(40), GIB, 1000 * GIB, 1);
    for (int columns = 0; columns <= 200; columns++) {
      int width = columns;
      assertThat(ProgressLines.of(List.of(DISK, LONG_NAME, wide), TOTAL, columns))
          .allSatisfy(
              line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(Math.max(0, width - 1)));
    }
  }

  @Test
  void singleFileNeedsNoTotal() {
    ProgressLines.Total total = new ProgressLines.Total(0, 1, GIB / 2, 2 * GIB, RATE);

    assertThat(ProgressLines.of(List.of(DISK), total, 80)).hasSize(1);
    assertThat(ProgressLines.of(List.of(), total, 80))
        .hasSize(1)
        .allMatch(s -> s.startsWith("0 of 1 file "));
  }

  @Test
  void whatIsNotKnownIsNotShown() {
    ProgressLines.Total total = new ProgressLines.Total(0, 2, GIB, Report.UNKNOWN_SIZE, RATE);

    assertThat(ProgressLines.of(List.of(), total, 80).get(0))
        .matches("0 of 2 files +1\\.0 GiB +100\\.0 MiB/s");
    assertThat(ProgressLines.of(total)).isEqualTo("1.0 GiB  100.0 MiB/s  0 of 2 files");
  }

  @Test
  void timeLeftIsShownOnlyWhenBytesComeAndSomeAreMissing() {
    assertThat(ProgressLines.of(new ProgressLines.Total(0, 1, 5, 10, 0)))
        .isEqualTo("50%  5 B/10 B  0 B/s  0 of 1 file");
    assertThat(ProgressLines.of(new ProgressLines.Total(1, 1, 10, 10, 5)))
        .isEqualTo("100%  10 B/10 B  5 B/s  1 of 1 file");
    assertThat(ProgressLines.of(new ProgressLines.Total(0, 1, 0, 3723, 1)))
        .isEqualTo("0%  0 B/3.6 KiB  1 B/s  1:02:03  0 of 1 file");
  }

  @Test
  void hundredPercentIsAllOfIt() {
    assertThat(ProgressLines.of(new ProgressLines.Total(0, 1, GIB - 1, GIB, 0))).startsWith("99%");
    assertThat(ProgressLines.of(new ProgressLines.Total(1, 1, 0, 0, 0))).startsWith("100%");
  }
}
