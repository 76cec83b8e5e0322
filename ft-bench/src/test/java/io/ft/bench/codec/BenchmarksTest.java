package io.ft.bench.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.MessageType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs. How fast is nothing for a test. */
class BenchmarksTest {

  private static final TimeValue ITERATION = TimeValue.milliseconds(10);

  @Test
  void everyBenchmarkRuns() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .forks(0)
            .warmupIterations(1)
            .warmupTime(ITERATION)
            .measurementIterations(1)
            .measurementTime(ITERATION)
            .shouldDoGC(false)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();

    Collection<RunResult> results = new Runner(options).run();

    assertThat(results)
        .allSatisfy(
            result -> assertThat(result.getPrimaryResult().getStatistics().getN()).isEqualTo(1));
    assertThat(results.stream().map(BenchmarksTest::name).collect(Collectors.toSet()))
        .isEqualTo(
            BenchmarkList.defaultList().getAll(null, List.of()).stream()
                .map(entry -> entry.getUsername())
                .collect(Collectors.toSet()));
    long samples = Sample.values().length;
    long codecs = Codec.values().length;
    assertThat(runs(results, "ControlFrameBench.encode")).isEqualTo(samples);
    assertThat(runs(results, "ControlFrameBench.decode")).isEqualTo(samples - 1);
    assertThat(runs(results, "BlockBench.decode")).isEqualTo(2 * codecs);
    assertThat(runs(results, "BlockBench.encode")).isEqualTo(codecs);
    assertThat(runs(results, "ClassicAnswerBench")).isEqualTo(3);
    assertThat(runs(results, "GreetingBench")).isEqualTo(2);
  }

  @Test
  void everyControlMessageHasSample() {
    Set<MessageType> sampled =
        Arrays.stream(Sample.values())
            .map(sample -> sample.message.type())
            .collect(Collectors.toCollection(TreeSet::new));
    sampled.addAll(
        Set.of(MessageType.BLOCK_HEADER, MessageType.BLOCK_CONTENT, MessageType.BLOCK_END));

    assertThat(sampled).containsExactly(MessageType.values());
  }

  @Test
  void everySampleButHelloIsDecoded() throws NoSuchFieldException {
    String[] decoded =
        ControlFrameBench.Decoding.class
            .getDeclaredField("sample")
            .getAnnotation(Param.class)
            .value();

    assertThat(decoded)
        .containsExactlyElementsOf(
            Arrays.stream(Sample.values())
                .filter(sample -> sample != Sample.HELLO)
                .map(Sample::name)
                .toList());
  }

  private static String name(RunResult result) {
    return result.getParams().getBenchmark();
  }

  private static long runs(Collection<RunResult> results, String benchmark) {
    return results.stream().filter(result -> name(result).contains(benchmark)).count();
  }
}
